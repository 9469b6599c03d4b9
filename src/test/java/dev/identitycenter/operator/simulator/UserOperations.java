package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Directory.Entry;
import java.util.List;
import java.util.Set;

/** Users of the identity store. */
final class UserOperations implements Operation.Topic {
  /** Names AWS keeps to itself. */
  static final Set<String> RESERVED = Set.of("Administrator", "AWSAdministrators");

  private final World world;
  private final Pages pages;

  UserOperations(World world, Pages pages) {
    this.world = world;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    var userId = required("UserId", Fields.PRINCIPAL_ID);
    var extensions = optional("Extensions", Fields.EXTENSIONS);
    return List.of(
        Operation.onStore(
            "GetUserId", this::find, required("AlternateIdentifier", Fields.ALTERNATE_IDENTIFIER)),
        Operation.onStore("DescribeUser", this::describe, userId, extensions),
        Operation.onStore(
            "ListUsers",
            this::list,
            Fields.STORE_FILTERS,
            extensions,
            Fields.PAGE_SIZE,
            Fields.STORE_PAGE_TOKEN),
        Operation.onStore(
            "CreateUser",
            this::create,
            required("UserName", Fields.USER_NAME),
            optional("DisplayName", Fields.ATTRIBUTE),
            optional(
                "Name",
                structure(
                    optional("GivenName", Fields.ATTRIBUTE),
                    optional("FamilyName", Fields.ATTRIBUTE),
                    optional("Formatted", Fields.ATTRIBUTE))),
            optional(
                "Emails",
                new Shape.Many(
                    1,
                    1,
                    structure(
                        optional("Value", Fields.ATTRIBUTE), optional("Type", Fields.ATTRIBUTE))))),
        Operation.onStore("DeleteUser", this::delete, userId));
  }

  private ObjectNode find(Request request) {
    var user =
        StoreLookup.USERS.find(directory().users().values(), request.node("AlternateIdentifier"));
    return id(user.id());
  }

  private ObjectNode describe(Request request) {
    return user(request).attributes().deepCopy();
  }

  private ObjectNode list(Request request) {
    return pages.answer(
        request,
        "Users",
        StoreLookup.USERS.filter(directory().users().values(), request.node("Filters")),
        Entry::id,
        Entry::attributes);
  }

  private ObjectNode create(Request request) {
    var name = request.text("UserName");
    var email = request.node("Emails").path(0).path("Value").asText("");
    if (RESERVED.contains(name)) {
      throw AwsException.validation("The user name " + name + " is reserved.");
    }
    var isTaken =
        directory().users().values().stream()
            .anyMatch(
                user -> isSame(user, "userName", name) || isSame(user, "emails.value", email));
    if (isTaken) {
      throw StoreErrors.duplicate("Duplicate UserName or e-mail address");
    }
    var id = world.identifiers().uuid();
    var attributes = (ObjectNode) request.body().deepCopy();
    attributes.put("UserId", id).put("UserStatus", "ENABLED");
    directory().users().put(id, new Entry(id, attributes));
    return id(id);
  }

  private ObjectNode delete(Request request) {
    directory().remove(user(request).id());
    return Json.object();
  }

  private Entry user(Request request) {
    var user = directory().users().get(request.text("UserId"));
    if (user == null) {
      throw StoreLookup.USERS.notFound();
    }
    return user;
  }

  private Directory directory() {
    return world.state().directory();
  }

  private ObjectNode id(String userId) {
    return Json.object("UserId", userId, "IdentityStoreId", directory().id());
  }

  private static boolean isSame(Entry user, String path, String value) {
    return !value.isEmpty() && StoreLookup.USERS.uniquePaths().get(path).apply(user).equals(value);
  }
}
