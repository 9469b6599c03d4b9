/** The admission policies we ship, on the real API server. */
package dev.identitycenter.operator.admission;
