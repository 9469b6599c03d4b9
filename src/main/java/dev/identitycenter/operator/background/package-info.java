/** Work that no reconcile waits for. */
package dev.identitycenter.operator.background;
