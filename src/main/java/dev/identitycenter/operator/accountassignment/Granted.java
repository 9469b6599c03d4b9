package dev.identitycenter.operator.accountassignment;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.AsyncRequest;
import dev.identitycenter.operator.api.v1alpha1.Condition;
import dev.identitycenter.operator.api.v1alpha1.ConditionType;
import dev.identitycenter.operator.api.v1alpha1.Reason;
import dev.identitycenter.operator.status.Conditions;
import java.util.Set;

/** Whether AWS listed the assignment of an object once, as far as its status tells. */
final class Granted {

  /** Reasons that follow only on an assignment that was there. */
  private static final Set<String> AFTERWARDS =
      Set.of(Reason.Drifted.name(), Reason.SafetyStop.name(), Reason.PrincipalReplaced.name());

  private Granted() {}

  static boolean is(AccountAssignment resource) {
    var status = resource.getStatus();
    if (status == null || status.assignment() == null) {
      return false;
    }
    if (status.replaced() != null) {
      // The conditions still speak of what was granted before.
      return wasCreated(status.request());
    }
    return wasCreated(status.request())
        || Conditions.find(status.conditions(), ConditionType.SYNCED)
            .filter(Conditions::isDrifted)
            .isPresent()
        || Conditions.find(status.conditions(), ConditionType.READY)
            .filter(ready -> isTrue(ready) || AFTERWARDS.contains(ready.reason()))
            .isPresent();
  }

  private static boolean wasCreated(AsyncRequest request) {
    return request != null
        && request.operation() == AsyncRequest.Operation.Create
        && request.status() == AsyncRequest.Status.SUCCEEDED;
  }

  private static boolean isTrue(Condition condition) {
    return condition.status() == Condition.Status.True;
  }
}
