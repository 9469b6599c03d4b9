package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Assignment.PrincipalType;
import dev.identitycenter.operator.simulator.Directory.Entry;
import dev.identitycenter.operator.simulator.Directory.Membership;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a state from a seed. */
final class StateFactory {
  private final Instant now;
  private final Identifiers identifiers;
  private final State state;
  private final Map<String, String> unitIds = new HashMap<>();
  private final Map<String, String> userIds = new HashMap<>();
  private final Map<String, String> groupIds = new HashMap<>();
  private final Map<String, PermissionSet> sets = new HashMap<>();

  private StateFactory(Seed seed, Instant now, Identifiers identifiers) {
    this.now = now;
    this.identifiers = identifiers;
    var organization =
        new Organization(
            "o-" + Identifiers.hexOf("organization/" + seed.managementAccountId(), 10),
            "r-" + Identifiers.hexOf("root/" + seed.managementAccountId(), 4),
            seed.managementAccountId(),
            seed.delegatedAdministratorId());
    state = new State(seed.instanceId(), now, organization, new Directory(seed.identityStoreId()));
  }

  static State create(Seed seed, Instant now, Identifiers identifiers) {
    var factory = new StateFactory(seed, now, identifiers);
    seed.organizationalUnits().forEach(factory::add);
    seed.accounts().forEach(factory::add);
    seed.users().forEach(factory::add);
    seed.groups().forEach(factory::add);
    seed.permissionSets().forEach(factory::add);
    seed.assignments().forEach(factory::add);
    return factory.state;
  }

  private void add(Seed.Unit unit) {
    var organization = state.organization();
    var slash = unit.path().lastIndexOf('/');
    var parent =
        slash < 0
            ? organization.rootId()
            : known(unitIds, unit.path().substring(0, slash), "organizational unit");
    var id = "ou-" + organization.rootId().substring(2) + "-" + Identifiers.hexOf(unit.path(), 8);
    unitIds.put(unit.path(), id);
    organization
        .units()
        .put(
            id,
            new Organization.Unit(
                id, unit.path().substring(slash + 1), parent, orEmpty(unit.tags())));
  }

  private void add(Seed.Account account) {
    var organization = state.organization();
    organization
        .accounts()
        .put(
            account.id(),
            new Organization.Account(
                account.id(),
                account.name(),
                account.emailOrDefault(),
                account.state() == null ? AccountState.ACTIVE : account.state(),
                account.unit() == null
                    ? organization.rootId()
                    : known(unitIds, account.unit(), "organizational unit"),
                orEmpty(account.tags()),
                account.customerManagedPolicies(),
                now));
  }

  private void add(Seed.User user) {
    var id = user.id() == null ? Identifiers.uuidOf("user/" + user.userName()) : user.id();
    var name = user.givenName() == null ? null : user.givenName() + " " + user.familyName();
    var attributes =
        Json.object(
            "IdentityStoreId",
            state.directory().id(),
            "UserId",
            id,
            "UserName",
            user.userName(),
            "DisplayName",
            user.displayName() == null ? name : user.displayName(),
            "UserStatus",
            Boolean.TRUE.equals(user.disabled()) ? "DISABLED" : "ENABLED");
    if (name != null) {
      attributes.set(
          "Name", Json.object("GivenName", user.givenName(), "FamilyName", user.familyName()));
    }
    if (user.email() != null) {
      attributes.set(
          "Emails",
          Json.array(List.of(Json.object("Value", user.email(), "Type", "work", "Primary", true))));
    }
    addExternalIds(attributes, user.externalIds());
    userIds.put(user.userName(), id);
    state.directory().users().put(id, new Entry(id, attributes));
  }

  private void add(Seed.Group group) {
    var id = group.id() == null ? Identifiers.uuidOf("group/" + group.displayName()) : group.id();
    var attributes =
        Json.object(
            "IdentityStoreId", state.directory().id(),
            "GroupId", id,
            "DisplayName", group.displayName(),
            "Description", group.description());
    addExternalIds(attributes, group.externalIds());
    groupIds.put(group.displayName(), id);
    state.directory().groups().put(id, new Entry(id, attributes));
    for (var member : Seed.orEmpty(group.members())) {
      var userId = known(userIds, member, "user");
      var membershipId = Identifiers.uuidOf("membership/" + id + "/" + userId);
      state.directory().memberships().put(membershipId, new Membership(membershipId, id, userId));
    }
  }

  private static void addExternalIds(ObjectNode attributes, List<Seed.ExternalId> externalIds) {
    var ids =
        Seed.orEmpty(externalIds).stream()
            .map(external -> Json.object("Issuer", external.issuer(), "Id", external.id()))
            .toList();
    if (!ids.isEmpty()) {
      attributes.set("ExternalIds", Json.array(ids));
    }
  }

  private void add(Seed.SeededSet seeded) {
    var content =
        new PermissionSet.Content(
            seeded.description(),
            seeded.sessionDuration() == null ? "PT1H" : seeded.sessionDuration(),
            seeded.relayState(),
            Seed.orEmpty(seeded.managedPolicies()),
            Seed.orEmpty(seeded.customerManagedPolicies()),
            inlinePolicy(seeded),
            seeded.permissionsBoundary());
    var set =
        new PermissionSet(
            state.permissionSetArn(Identifiers.hexOf("set/" + seeded.name(), 16)),
            seeded.name(),
            now,
            content,
            orEmpty(seeded.tags()),
            0);
    sets.put(seeded.name(), set);
    state.access().put(set);
  }

  private static String inlinePolicy(Seed.SeededSet seeded) {
    var policy = seeded.inlinePolicy();
    if (policy == null) {
      return "";
    }
    return policy.isTextual() ? policy.asText() : policy.toString();
  }

  private void add(Seed.Grant grant) {
    var set = known(sets, grant.permissionSet(), "permission set");
    var assignment =
        new Assignment(
            grant.accountId(),
            set.arn(),
            grant.group() == null ? PrincipalType.USER : PrincipalType.GROUP,
            grant.group() == null
                ? known(userIds, grant.user(), "user")
                : known(groupIds, grant.group(), "group"));
    known(state.organization().accounts(), grant.accountId(), "account");
    state.access().add(assignment, Instant.EPOCH);
    if (state.access().role(grant.accountId(), set.arn()).isEmpty()) {
      state
          .access()
          .put(new Role(grant.accountId(), set.arn(), identifiers.hex(16), set.revision()));
    }
  }

  private static <T> T known(Map<String, T> all, String key, String kind) {
    var value = all.get(key);
    if (value == null) {
      throw new IllegalArgumentException("seed: there is no " + kind + " " + key);
    }
    return value;
  }

  private static Map<String, String> orEmpty(Map<String, String> values) {
    return values == null ? Map.of() : values;
  }
}
