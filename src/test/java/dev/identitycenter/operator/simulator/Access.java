package dev.identitycenter.operator.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Permission sets, the roles made from them, and the assignments. */
final class Access {
  private record Place(String accountId, String permissionSetArn) {}

  private record Removal(Assignment assignment, Instant at) {}

  private final Map<String, PermissionSet> permissionSets = new LinkedHashMap<>();
  private final Map<Place, Role> roles = new LinkedHashMap<>();
  private final Map<Place, Map<Assignment, Instant>> assignments = new LinkedHashMap<>();
  private final List<Removal> removals = new ArrayList<>();

  Optional<PermissionSet> permissionSet(String arn) {
    return Optional.ofNullable(permissionSets.get(arn));
  }

  /** The set, or the error AWS answers when there is none. */
  PermissionSet requirePermissionSet(String arn) {
    return permissionSet(arn)
        .orElseThrow(
            () ->
                AwsException.notFound(
                    "Could not find PermissionSet with id "
                        + arn.substring(arn.lastIndexOf('/') + 1)));
  }

  /** All sets, oldest first. */
  List<PermissionSet> permissionSets() {
    return List.copyOf(permissionSets.values());
  }

  void put(PermissionSet set) {
    permissionSets.put(set.arn(), set);
  }

  void removePermissionSet(String arn) {
    permissionSets.remove(arn);
  }

  Optional<Role> role(String accountId, String permissionSetArn) {
    return Optional.ofNullable(roles.get(new Place(accountId, permissionSetArn)));
  }

  List<Role> roles() {
    return List.copyOf(roles.values());
  }

  List<Role> roles(Predicate<Role> filter) {
    return roles.values().stream().filter(filter).toList();
  }

  void put(Role role) {
    roles.put(new Place(role.accountId(), role.permissionSetArn()), role);
  }

  boolean isOutdated(Role role) {
    return permissionSet(role.permissionSetArn())
        .filter(set -> set.revision() != role.revision())
        .isPresent();
  }

  boolean exists(Assignment assignment) {
    return rows(place(assignment)).containsKey(assignment);
  }

  /** Adds the row unless it is there already. */
  void add(Assignment assignment, Instant now) {
    assignments
        .computeIfAbsent(place(assignment), place -> new LinkedHashMap<>())
        .putIfAbsent(assignment, now);
  }

  /** Removes the row, and with the last one of its place the role. */
  void remove(Assignment assignment, Instant now) {
    var place = place(assignment);
    var rows = assignments.get(place);
    if (rows == null || rows.remove(assignment) == null) {
      return;
    }
    removals.add(new Removal(assignment, now));
    if (rows.isEmpty()) {
      assignments.remove(place);
      roles.remove(place);
    }
  }

  List<Assignment> assignments() {
    return assignments.values().stream().flatMap(rows -> rows.keySet().stream()).toList();
  }

  List<Assignment> assignments(String accountId, String permissionSetArn) {
    return List.copyOf(rows(new Place(accountId, permissionSetArn)).keySet());
  }

  /** What a listing of everything shows that lags behind the writes. */
  List<Assignment> visible(Predicate<Assignment> filter, Instant now, Duration lag) {
    return visible(assignments.values().stream(), filter, now.minus(lag));
  }

  /** The same for one permission set in one account. */
  List<Assignment> visible(String accountId, String permissionSetArn, Instant now, Duration lag) {
    var place = new Place(accountId, permissionSetArn);
    return visible(Stream.of(rows(place)), row -> place(row).equals(place), now.minus(lag));
  }

  private List<Assignment> visible(
      Stream<Map<Assignment, Instant>> live, Predicate<Assignment> filter, Instant horizon) {
    removals.removeIf(removal -> !removal.at().isAfter(horizon));
    return Stream.concat(
            live.flatMap(rows -> rows.entrySet().stream())
                .filter(row -> !row.getValue().isAfter(horizon))
                .map(Map.Entry::getKey),
            removals.stream().map(Removal::assignment))
        .filter(filter)
        .distinct()
        .toList();
  }

  private Map<Assignment, Instant> rows(Place place) {
    return assignments.getOrDefault(place, Map.of());
  }

  private static Place place(Assignment assignment) {
    return new Place(assignment.accountId(), assignment.permissionSetArn());
  }
}
