package dev.identitycenter.operator.simulator;

/** Where in the organization a caller stands, which decides what AWS lets it do. */
public enum CallerRole {
  /** An administrator of the management account who may also change IAM roles there. */
  MANAGEMENT,
  /** As {@link #MANAGEMENT}, without {@code iam:*}: work in the management account ends FAILED. */
  MANAGEMENT_WITHOUT_IAM,
  /** The member account that administers Identity Center, but not the management account. */
  DELEGATED_ADMINISTRATOR,
  /** Any other member account: may read the identity store and its organization's description. */
  MEMBER
}
