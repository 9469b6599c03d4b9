package dev.identitycenter.operator.testing;

import dev.identitycenter.operator.api.v1alpha1.AccountAssignment;
import dev.identitycenter.operator.api.v1alpha1.PermissionSet;
import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Objects as the API server would hand them out, written as users write them. */
public final class Fixtures {

  public static final String NAMESPACE = "access";

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Fixtures() {}

  /** A permission set with that spec, in YAML. */
  public static PermissionSet permissionSet(String name, String spec) {
    return object(PermissionSet.class, name, spec);
  }

  /** An assignment with that spec, in YAML. */
  public static AccountAssignment assignment(String name, String spec) {
    return object(AccountAssignment.class, name, spec);
  }

  /** An assignment of a group in an account, referring to a permission set of its namespace. */
  public static AccountAssignment assignment(
      String name, String permissionSet, String group, String accountId) {
    return assignment(
        name,
        """
        permissionSetRef: {name: %s}
        principal: {group: {displayName: %s}}
        accountId: "%s"
        """
            .formatted(permissionSet, group, accountId));
  }

  /** The key of a group's assignment. */
  public static AssignmentKey key(String permissionSetArn, String groupId, String accountId) {
    return new AssignmentKey(
        permissionSetArn, new PrincipalId(PrincipalId.Type.GROUP, groupId), accountId);
  }

  /** The n-th account id, of twelve digits. */
  public static String account(int n) {
    return "%012d".formatted(n);
  }

  private static <R extends CustomResource<?, ?>> R object(
      Class<R> kind, String name, String spec) {
    var manifest =
        """
        metadata:
          name: %s
          namespace: %s
          uid: %s
          generation: 1
          creationTimestamp: "2026-03-01T09:00:00Z"
        spec:
        %s"""
            .formatted(
                name,
                NAMESPACE,
                UUID.nameUUIDFromBytes(bytes(name)),
                spec.indent(2).stripTrailing());
    return YAML.unmarshal(manifest, kind);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
