/**
 * The kind PermissionSet: observe what AWS stores, plan the difference, carry it out, and roll it
 * out to the accounts once.
 */
package dev.identitycenter.operator.permissionset;
