/** Probes and metrics over HTTP. */
package dev.identitycenter.operator.server;
