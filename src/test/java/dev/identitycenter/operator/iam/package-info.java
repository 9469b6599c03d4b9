/** The AWS policies we ship against the calls the operator makes. */
package dev.identitycenter.operator.iam;
