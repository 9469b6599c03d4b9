package dev.identitycenter.operator.identitycenter;

/** Everything the operator asks of AWS. Calls block until AWS answers and may be slow. */
public interface IdentityCenter {

  /**
   * The Identity Center instance this operator works on; asked once and remembered.
   *
   * @throws IdentityCenterException when none or more than one fits, or AWS refuses
   */
  Instance instance();

  PermissionSets permissionSets();

  Assignments assignments();

  Principals principals();

  Accounts accounts();
}
