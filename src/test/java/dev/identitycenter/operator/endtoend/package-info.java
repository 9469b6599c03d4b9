/**
 * The whole operator between a real API server and the simulated AWS, with the rights it ships
 * with. Time passes several times faster than real for the operator and for AWS, and each class has
 * a namespace and an AWS of its own.
 */
package dev.identitycenter.operator.endtoend;
