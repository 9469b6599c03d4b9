/**
 * Asynchronous AWS requests from start to confirmed end. All that are in flight are watched
 * together; what a stopped process left running is found again.
 */
package dev.identitycenter.operator.requests;
