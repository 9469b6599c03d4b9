package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything AWS knows. Not thread-safe: the world's lock guards it. */
final class State {
  private final String instanceId;
  private final Instant created;
  private final Organization organization;
  private final Directory directory;
  private final Access access = new Access();
  private final Map<String, String> instanceTags = new LinkedHashMap<>();
  private String instanceName = "";
  private AttributeConfiguration attributeConfiguration;

  /** Attributes for access control, enabled from a moment on. */
  record AttributeConfiguration(JsonNode attributes, Instant enabledFrom) {}

  State(String instanceId, Instant created, Organization organization, Directory directory) {
    this.instanceId = instanceId;
    this.created = created;
    this.organization = organization;
    this.directory = directory;
  }

  String instanceArn() {
    return "arn:aws:sso:::instance/ssoins-" + instanceId;
  }

  String permissionSetArn(String id) {
    return "arn:aws:sso:::permissionSet/ssoins-" + instanceId + "/ps-" + id;
  }

  Instant created() {
    return created;
  }

  Organization organization() {
    return organization;
  }

  Directory directory() {
    return directory;
  }

  Access access() {
    return access;
  }

  Map<String, String> instanceTags() {
    return instanceTags;
  }

  String instanceName() {
    return instanceName;
  }

  void nameInstance(String name) {
    instanceName = name;
  }

  /** The configuration of attributes for access control, null when there is none. */
  AttributeConfiguration attributeConfiguration() {
    return attributeConfiguration;
  }

  void configureAttributes(AttributeConfiguration configuration) {
    attributeConfiguration = configuration;
  }
}
