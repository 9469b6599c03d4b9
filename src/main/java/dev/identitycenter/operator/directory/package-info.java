/** Shared look-ups that answer for many objects with few calls. They change nothing in AWS. */
package dev.identitycenter.operator.directory;
