package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Directory.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Who is in which group. */
final class MembershipOperations implements Operation.Topic {
  private final World world;
  private final Pages pages;

  MembershipOperations(World world, Pages pages) {
    this.world = world;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    var groupId = required("GroupId", Fields.PRINCIPAL_ID);
    var memberId = required("MemberId", Fields.MEMBER_ID);
    var membershipId = required("MembershipId", Fields.PRINCIPAL_ID);
    return List.of(
        Operation.onStore(
            "IsMemberInGroups",
            this::isMember,
            memberId,
            required("GroupIds", new Shape.Many(1, 100, Fields.PRINCIPAL_ID))),
        Operation.onStore(
            "ListGroupMemberships",
            this::listByGroup,
            groupId,
            Fields.PAGE_SIZE,
            Fields.STORE_PAGE_TOKEN),
        Operation.onStore(
            "ListGroupMembershipsForMember",
            this::listByMember,
            memberId,
            Fields.PAGE_SIZE,
            Fields.STORE_PAGE_TOKEN),
        Operation.onStore("GetGroupMembershipId", this::find, groupId, memberId),
        Operation.onStore("DescribeGroupMembership", this::describe, membershipId),
        Operation.onStore("CreateGroupMembership", this::create, groupId, memberId),
        Operation.onStore("DeleteGroupMembership", this::delete, membershipId));
  }

  private ObjectNode isMember(Request request) {
    var userId = existingUser(request);
    var results = new ArrayList<ObjectNode>();
    for (var group : request.node("GroupIds")) {
      results.add(
          Json.object(
              "GroupId", existingGroup(group.asText()),
              "MemberId", request.node("MemberId"),
              "MembershipExists", directory().isMember(userId, group.asText())));
    }
    return Json.object("Results", results);
  }

  private ObjectNode listByGroup(Request request) {
    var groupId = existingGroup(request.text("GroupId"));
    return list(request, membership -> membership.groupId().equals(groupId));
  }

  private ObjectNode listByMember(Request request) {
    var userId = existingUser(request);
    return list(request, membership -> membership.userId().equals(userId));
  }

  private ObjectNode list(Request request, Predicate<Membership> filter) {
    return pages.answer(
        request, "GroupMemberships", directory().memberships(filter), Membership::id, this::json);
  }

  private ObjectNode find(Request request) {
    var groupId = existingGroup(request.text("GroupId"));
    var userId = existingUser(request);
    return directory()
        .memberships(
            membership ->
                membership.groupId().equals(groupId) && membership.userId().equals(userId))
        .stream()
        .findFirst()
        .map(membership -> id(membership.id()))
        .orElseThrow(MembershipOperations::notFound);
  }

  private ObjectNode describe(Request request) {
    return json(existing(request));
  }

  private ObjectNode create(Request request) {
    var groupId = existingGroup(request.text("GroupId"));
    var userId = existingUser(request);
    if (directory().isMember(userId, groupId)) {
      throw StoreErrors.duplicate("Member and Group relationship already exists.");
    }
    var id = world.identifiers().uuid();
    directory().memberships().put(id, new Membership(id, groupId, userId));
    return id(id);
  }

  private ObjectNode delete(Request request) {
    directory().memberships().remove(existing(request).id());
    return Json.object();
  }

  private Membership existing(Request request) {
    var membership = directory().memberships().get(request.text("MembershipId"));
    if (membership == null) {
      throw notFound();
    }
    return membership;
  }

  private String existingGroup(String groupId) {
    if (!directory().groups().containsKey(groupId)) {
      throw StoreLookup.GROUPS.notFound();
    }
    return groupId;
  }

  private String existingUser(Request request) {
    var userId = request.node("MemberId").path("UserId").asText();
    if (!directory().users().containsKey(userId)) {
      throw StoreLookup.USERS.notFound();
    }
    return userId;
  }

  private Directory directory() {
    return world.state().directory();
  }

  private ObjectNode id(String membershipId) {
    return Json.object("MembershipId", membershipId, "IdentityStoreId", directory().id());
  }

  private ObjectNode json(Membership membership) {
    return Json.object(
        "IdentityStoreId", directory().id(),
        "MembershipId", membership.id(),
        "GroupId", membership.groupId(),
        "MemberId", Json.object("UserId", membership.userId()));
  }

  private static AwsException notFound() {
    return StoreErrors.notFound("GROUP_MEMBERSHIP", "MEMBERSHIP not found.");
  }
}
