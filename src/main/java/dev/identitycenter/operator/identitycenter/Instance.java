package dev.identitycenter.operator.identitycenter;

/**
 * An Identity Center instance.
 *
 * @param arn names the instance; carries neither account nor Region
 * @param identityStoreId where its users and groups live
 * @param ownerAccountId the account that owns it: the management account for an organization
 *     instance
 */
public record Instance(String arn, String identityStoreId, String ownerAccountId) {}
