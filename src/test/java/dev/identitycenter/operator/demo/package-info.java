/**
 * {@code make demo}: the walk-through of the AWS article on a real API server, the simulator of AWS
 * and the packaged operator, shown while it happens.
 */
package dev.identitycenter.operator.demo;
