package dev.identitycenter.operator.identitycenter;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Permission sets: reading, editing, and rolling changes out to accounts. */
public interface PermissionSets {

  /** ARNs of all permission sets; AWS offers no filter by name. One call for each 100. */
  List<String> listPermissionSets();

  /** Name and settings of one set. */
  PermissionSetSettings describePermissionSet(String arn);

  /** Everything AWS stores of one set, in six calls. */
  PermissionSetSnapshot readPermissionSet(String arn);

  Map<String, String> listTags(String arn);

  /** Creates a set with its tags and returns its ARN. */
  String createPermissionSet(PermissionSetSettings settings, Map<String, String> tags);

  /** Replaces description, session duration and relay state; a null clears the value. */
  void updatePermissionSet(String arn, PermissionSetSettings settings);

  /** Fails with {@link FailureKind#IN_USE} while an account still has an assignment of it. */
  void deletePermissionSet(String arn);

  void attachManagedPolicy(String arn, String policyArn);

  void detachManagedPolicy(String arn, String policyArn);

  void attachCustomerManagedPolicy(String arn, PolicyReference policy);

  void detachCustomerManagedPolicy(String arn, PolicyReference policy);

  void putInlinePolicy(String arn, String json);

  void deleteInlinePolicy(String arn);

  void putPermissionsBoundary(String arn, Boundary boundary);

  void deletePermissionsBoundary(String arn);

  void tag(String arn, Map<String, String> tags);

  void untag(String arn, Set<String> keys);

  /** Accounts in which AWS keeps a role for this set. One call for each 100. */
  Set<String> accountsProvisioned(String arn);

  /** The accounts among them whose role is older than the set. One call for each 100. */
  Set<String> accountsOutdated(String arn);

  /** Asks AWS to update the role in every account that has one. */
  RequestStatus provisionEverywhere(String arn);

  /** Asks AWS to update the role in one account that has one. */
  RequestStatus provisionIn(String arn, String accountId);

  ProvisioningRequest describeProvisioning(String requestId);

  /** Ids of the provisioning requests AWS is working on, whoever made them. */
  Set<String> provisioningsInProgress();
}
