/** Meters, their names and their labels. */
package dev.identitycenter.operator.metrics;
