package dev.identitycenter.operator.api.v1alpha1;

/**
 * Expressions several validation rules share. They are evaluated by the API server, whose regular
 * expressions are RE2; a value without one of them is bounded by length alone.
 */
final class Rules {
  /** Names of IAM and of permission sets. */
  static final String IS_NAME = "self.matches(r'^[A-Za-z0-9_+=,.@-]+$')";

  static final String NAME_MESSAGE =
      " has characters AWS does not accept; use letters, digits and + = , . @ _ - only";

  /** An ARN of a policy that AWS maintains. */
  private static final String POLICY_ARN =
      "matches(r'^arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy"
          + "(/[A-Za-z0-9.,+@=_-]+)*/[A-Za-z0-9.,+@=_-]+$')";

  static final String IS_POLICY_ARN = "self." + POLICY_ARN;
  static final String ARE_POLICY_ARNS = "self.all(arn, arn." + POLICY_ARN + ")";
  static final String FIRST_NO_POLICY_ARN = "self.filter(arn, !arn." + POLICY_ARN + ")[0]";

  /** Text of the identity store: anything visible, no spaces. */
  static final String IS_VISIBLE = "self.matches(r'^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$')";

  static final String VISIBLE_MESSAGE =
      " has spaces or control characters, which AWS does not accept; remove them";

  /** Ids of users and groups. */
  static final String IS_PRINCIPAL_ID =
      "self.matches(r'^([0-9a-f]{10}-)?"
          + "[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$')";

  static final String PRINCIPAL_ID_MESSAGE =
      "id is the UUID AWS shows, such as 94482488-3041-7005-f4c1-0a1b2c3d4e5f or with ten more"
          + " digits in front; to name the principal otherwise, use another field";

  private static final String NAMESPACE = "matches(r'^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')";
  static final String IS_NAMESPACE = "self." + NAMESPACE;
  static final String ARE_NAMESPACES = "self.all(name, name." + NAMESPACE + ")";

  /** Object names have this limit so that the ownership tag in AWS can hold them. */
  static final String OBJECT_NAME_FITS = "self.metadata.name.size() <= 63";

  static final String OBJECT_NAME_MESSAGE =
      "metadata.name has at most 63 characters; choose a shorter name";

  private Rules() {}
}
