/**
 * The documentation: what of it is generated agrees with the sources, links lead somewhere, and
 * commands and manifests do what the reader is told they do.
 */
package dev.identitycenter.operator.docs;
