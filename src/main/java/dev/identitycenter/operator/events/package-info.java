/** Kubernetes events about what changed. */
package dev.identitycenter.operator.events;
