package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Directory.Entry;
import java.util.List;

/** Groups of the identity store. */
final class GroupOperations implements Operation.Topic {
  private final World world;
  private final Pages pages;

  GroupOperations(World world, Pages pages) {
    this.world = world;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    var groupId = required("GroupId", Fields.PRINCIPAL_ID);
    return List.of(
        Operation.onStore(
            "GetGroupId", this::find, required("AlternateIdentifier", Fields.ALTERNATE_IDENTIFIER)),
        Operation.onStore("DescribeGroup", this::describe, groupId),
        Operation.onStore(
            "ListGroups",
            this::list,
            Fields.STORE_FILTERS,
            Fields.PAGE_SIZE,
            Fields.STORE_PAGE_TOKEN),
        Operation.onStore(
            "CreateGroup",
            this::create,
            required("DisplayName", Fields.GROUP_NAME),
            optional("Description", Fields.ATTRIBUTE)),
        Operation.onStore("DeleteGroup", this::delete, groupId));
  }

  private ObjectNode find(Request request) {
    var group =
        StoreLookup.GROUPS.find(directory().groups().values(), request.node("AlternateIdentifier"));
    return id(group.id());
  }

  private ObjectNode describe(Request request) {
    return group(request).attributes().deepCopy();
  }

  private ObjectNode list(Request request) {
    return pages.answer(
        request,
        "Groups",
        StoreLookup.GROUPS.filter(directory().groups().values(), request.node("Filters")),
        Entry::id,
        Entry::attributes);
  }

  private ObjectNode create(Request request) {
    var name = request.text("DisplayName");
    if (UserOperations.RESERVED.contains(name)) {
      throw AwsException.validation("The group name " + name + " is reserved.");
    }
    if (directory().groups().values().stream()
        .anyMatch(group -> group.text("DisplayName").equals(name))) {
      throw StoreErrors.duplicate("Duplicate GroupDisplayName");
    }
    var id = world.identifiers().uuid();
    var attributes = (ObjectNode) request.body().deepCopy();
    attributes.put("GroupId", id);
    directory().groups().put(id, new Entry(id, attributes));
    return id(id);
  }

  private ObjectNode delete(Request request) {
    directory().remove(group(request).id());
    return Json.object();
  }

  private Entry group(Request request) {
    var group = directory().groups().get(request.text("GroupId"));
    if (group == null) {
      throw StoreLookup.GROUPS.notFound();
    }
    return group;
  }

  private Directory directory() {
    return world.state().directory();
  }

  private ObjectNode id(String groupId) {
    return Json.object("GroupId", groupId, "IdentityStoreId", directory().id());
  }
}
