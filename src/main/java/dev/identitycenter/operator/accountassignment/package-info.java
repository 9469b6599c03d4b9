/**
 * The kind AccountAssignment: resolve who, what and where, compare with what AWS lists, start at
 * most one request, and follow it to its confirmed end.
 */
package dev.identitycenter.operator.accountassignment;
