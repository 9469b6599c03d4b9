package dev.identitycenter.operator.identitycenter;

import java.util.List;

/** The accounts of the organization. */
public interface Accounts {

  /** All accounts. One call for each 20. */
  List<Account> listAccounts();

  /** Id of the account that the operator's credentials belong to; AWS always tells. */
  String ownAccountId();

  /** Id of the account that manages the organization. */
  String managementAccountId();
}
