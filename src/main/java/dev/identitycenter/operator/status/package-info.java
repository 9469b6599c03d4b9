/** From the outcome of a run to the status users read; written only when it differs. */
package dev.identitycenter.operator.status;
