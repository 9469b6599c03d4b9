/**
 * A Kubernetes API server that fails when a test says so. fabric8's mock keeps the objects and
 * serves the watches; here is what it lacks: server-side apply, and the faults.
 */
package dev.identitycenter.operator.testing.scripted;
