package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.identitycenter.Boundary;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.PolicyReference;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** One edit of a permission set in AWS. None of them reaches a role before it is provisioned. */
sealed interface Step {

  /** The edit as users read it in an event. */
  String told();

  /** All edits of a plan as one sentence. */
  static String told(List<Step> steps) {
    return String.join(", ", steps.stream().map(Step::told).toList()) + ".";
  }

  record Update(PermissionSetSettings settings) implements Step {
    @Override
    public String told() {
      return "update description, session duration and relay state";
    }
  }

  record PutBoundary(Boundary boundary) implements Step {
    @Override
    public String told() {
      return "set the permissions boundary";
    }
  }

  record DeleteBoundary() implements Step {
    @Override
    public String told() {
      return "remove the permissions boundary";
    }
  }

  record PutInlinePolicy(String json) implements Step {
    @Override
    public String told() {
      return "set the inline policy";
    }
  }

  record DeleteInlinePolicy() implements Step {
    @Override
    public String told() {
      return "remove the inline policy";
    }
  }

  record DetachManagedPolicy(String policyArn) implements Step {
    @Override
    public String told() {
      return "detach " + policyArn;
    }
  }

  record AttachManagedPolicy(String policyArn) implements Step {
    @Override
    public String told() {
      return "attach " + policyArn;
    }
  }

  record DetachCustomerManagedPolicy(PolicyReference policy) implements Step {
    @Override
    public String told() {
      return "detach " + policy;
    }
  }

  record AttachCustomerManagedPolicy(PolicyReference policy) implements Step {
    @Override
    public String told() {
      return "attach " + policy;
    }
  }

  record Untag(Set<String> keys) implements Step {
    @Override
    public String told() {
      return "remove tags " + keys;
    }
  }

  record Tag(SortedMap<String, String> tags) implements Step {
    @Override
    public String told() {
      return "set tags " + tags.keySet();
    }
  }
}
