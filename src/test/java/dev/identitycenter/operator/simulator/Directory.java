package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Assignment.PrincipalType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The identity store: users, groups and who is in which group. */
final class Directory {
  /** A user or group in the form of its Describe answer. */
  record Entry(String id, ObjectNode attributes) {
    String text(String attribute) {
      return attributes.path(attribute).asText("");
    }
  }

  /** That a user is in a group. */
  record Membership(String id, String groupId, String userId) {}

  private final String id;
  private final Map<String, Entry> users = new LinkedHashMap<>();
  private final Map<String, Entry> groups = new LinkedHashMap<>();
  private final Map<String, Membership> memberships = new LinkedHashMap<>();

  Directory(String id) {
    this.id = id;
  }

  /** The identity store id. */
  String id() {
    return id;
  }

  Map<String, Entry> users() {
    return users;
  }

  Map<String, Entry> groups() {
    return groups;
  }

  /** Memberships by their id. */
  Map<String, Membership> memberships() {
    return memberships;
  }

  boolean exists(PrincipalType type, String principalId) {
    return (type == PrincipalType.USER ? users : groups).containsKey(principalId);
  }

  List<Membership> memberships(Predicate<Membership> filter) {
    return memberships.values().stream().filter(filter).toList();
  }

  boolean isMember(String userId, String groupId) {
    return memberships.values().stream()
        .anyMatch(
            membership ->
                membership.userId().equals(userId) && membership.groupId().equals(groupId));
  }

  /** The ids of the groups a user is in. */
  Set<String> groupsOf(String userId) {
    return memberships.values().stream()
        .filter(membership -> membership.userId().equals(userId))
        .map(Membership::groupId)
        .collect(Collectors.toSet());
  }

  /** Removes a user or group and its memberships; assignments know nothing of it. */
  void remove(String principalId) {
    users.remove(principalId);
    groups.remove(principalId);
    memberships
        .values()
        .removeIf(
            membership ->
                membership.userId().equals(principalId)
                    || membership.groupId().equals(principalId));
  }
}
