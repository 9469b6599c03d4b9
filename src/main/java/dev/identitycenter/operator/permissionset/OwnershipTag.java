package dev.identitycenter.operator.permissionset;

import dev.identitycenter.operator.api.v1alpha1.ApiGroup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/**
 * The tag by which a permission set in AWS says whose it is: {@code <cluster
 * id>/<namespace>/<name>}, at most 36 + 63 + 63 characters and two slashes. AWS allows 256.
 */
public final class OwnershipTag {

  public static final String KEY = ApiGroup.NAME + "/owner";

  private final String clusterId;

  public OwnershipTag(String clusterId) {
    this.clusterId = clusterId;
  }

  /** The value that marks a permission set as this object's. */
  public String valueFor(HasMetadata resource) {
    var metadata = resource.getMetadata();
    return clusterId + "/" + metadata.getNamespace() + "/" + metadata.getName();
  }

  /** Who owns a permission set with these tags, if anybody does. */
  public static Optional<String> holder(Map<String, String> tags) {
    return Optional.ofNullable(tags.get(KEY));
  }
}
