/**
 * The Helm chart, as the real Helm renders it and a real API server takes it, and the Dockerfile.
 */
package dev.identitycenter.operator.packaging;
