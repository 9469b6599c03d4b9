package dev.identitycenter.operator.api.v1alpha1;

/** Names every part of the API shares. */
public final class ApiGroup {
  public static final String NAME = "identitycenter.dev";
  public static final String VERSION = "v1alpha1";
  public static final String FINALIZER = NAME + "/finalizer";

  private ApiGroup() {}
}
