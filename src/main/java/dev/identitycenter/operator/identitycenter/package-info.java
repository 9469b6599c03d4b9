/**
 * The port: what the operator needs from AWS IAM Identity Center, its identity store and the
 * organization, in the operator's words. No AWS SDK type crosses it; every failure is an {@link
 * dev.identitycenter.operator.identitycenter.IdentityCenterException}.
 */
package dev.identitycenter.operator.identitycenter;
