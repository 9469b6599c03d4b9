/** Stops the operator before it changes much more than anybody asked for. */
package dev.identitycenter.operator.safety;
