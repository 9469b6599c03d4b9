package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;

/** Life of permission sets, and where they are provisioned. */
final class PermissionSetOperations implements Operation.Topic {
  private static final String DEFAULT_DURATION = "PT1H";

  private final World world;
  private final AccessRules rules;
  private final Pages pages;

  PermissionSetOperations(World world, AccessRules rules, Pages pages) {
    this.world = world;
    this.rules = rules;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    var description = optional("Description", Fields.DESCRIPTION);
    var duration = optional("SessionDuration", Fields.SESSION_DURATION);
    var relayState = optional("RelayState", Fields.RELAY_STATE);
    return List.of(
        Operation.onInstance(
            "CreatePermissionSet",
            this::create,
            required("Name", Fields.PERMISSION_SET_NAME),
            description,
            duration,
            relayState,
            optional("Tags", Fields.TAGS)),
        Operation.onPermissionSet("DescribePermissionSet", this::describe),
        Operation.onPermissionSet(
            "UpdatePermissionSet", this::update, description, duration, relayState),
        Operation.onPermissionSet("DeletePermissionSet", this::delete),
        Operation.onInstance("ListPermissionSets", this::list, Fields.PAGE_SIZE, Fields.PAGE_TOKEN),
        Operation.onInstance(
            "ListPermissionSetsProvisionedToAccount",
            this::listInAccount,
            required("AccountId", Fields.ACCOUNT_ID),
            Fields.PROVISIONING_STATUS,
            Fields.PAGE_SIZE,
            Fields.PAGE_TOKEN),
        Operation.onPermissionSet(
            "ListAccountsForProvisionedPermissionSet",
            this::listAccounts,
            Fields.PROVISIONING_STATUS,
            Fields.PAGE_SIZE,
            Fields.PAGE_TOKEN));
  }

  private ObjectNode create(Request request) {
    var name = request.text("Name");
    var existing = world.access().permissionSets();
    if (existing.stream().anyMatch(set -> set.name().equals(name))) {
      throw AwsException.conflict("PermissionSet with name " + name + " already exists.");
    }
    if (existing.size() >= world.options().limit(Limit.PERMISSION_SETS)) {
      throw AwsException.quota("You have reached the quota of permission sets.");
    }
    checkDuration(request);
    var set =
        new PermissionSet(
            world.state().permissionSetArn(world.identifiers().hex(16)),
            name,
            request.now(),
            new PermissionSet.Content(
                request.textOrNull("Description"),
                request.optionalText("SessionDuration").orElse(DEFAULT_DURATION),
                request.textOrNull("RelayState"),
                List.of(),
                List.of(),
                "",
                null),
            Tags.read(request.node("Tags"), world.options().limit(Limit.TAGS_PER_RESOURCE)),
            0);
    world.access().put(set);
    return Json.object("PermissionSet", json(set));
  }

  private ObjectNode describe(Request request) {
    return Json.object(
        "PermissionSet", json(world.access().requirePermissionSet(request.permissionSetArn())));
  }

  private ObjectNode update(Request request) {
    var set = world.access().requirePermissionSet(request.permissionSetArn());
    rules.checkPermissionSet(request);
    world.workflows().requireIdleSet(set.arn());
    checkDuration(request);
    // what is left out is not kept
    var kept = world.options().assumes(Assumption.UPDATE_CLEARS_OMITTED) ? null : set.content();
    world
        .access()
        .put(
            set.with(
                set.content()
                    .withGeneral(
                        request
                            .optionalText("Description")
                            .orElse(kept == null ? null : kept.description()),
                        request
                            .optionalText("SessionDuration")
                            .orElse(kept == null ? DEFAULT_DURATION : kept.sessionDuration()),
                        request.textOrNull("RelayState"))));
    return Json.object();
  }

  private ObjectNode delete(Request request) {
    var set = world.access().requirePermissionSet(request.permissionSetArn());
    rules.checkPermissionSet(request);
    var isUsed = !world.access().roles(role -> role.permissionSetArn().equals(set.arn())).isEmpty();
    if (isUsed || world.workflows().concerns(set.arn())) {
      throw AwsException.conflict(
          "Could not delete because PermissionSet has ApplicationProfile associated with it");
    }
    world.access().removePermissionSet(set.arn());
    return Json.object();
  }

  private ObjectNode list(Request request) {
    return pages.answer(
        request,
        "PermissionSets",
        world.access().permissionSets(),
        PermissionSet::arn,
        PermissionSet::arn);
  }

  private ObjectNode listInAccount(Request request) {
    var account = request.text("AccountId");
    return pages.answer(
        request,
        "PermissionSets",
        world.access().roles(role -> role.accountId().equals(account) && isAskedFor(role, request)),
        Role::permissionSetArn,
        Role::permissionSetArn);
  }

  private ObjectNode listAccounts(Request request) {
    var arn = world.access().requirePermissionSet(request.permissionSetArn()).arn();
    return pages.answer(
        request,
        "AccountIds",
        world
            .access()
            .roles(role -> role.permissionSetArn().equals(arn) && isAskedFor(role, request)),
        Role::accountId,
        Role::accountId);
  }

  private boolean isAskedFor(Role role, Request request) {
    return request
        .optionalText("ProvisioningStatus")
        .map(status -> status.contains("_NOT_") == world.access().isOutdated(role))
        .orElse(true);
  }

  private static void checkDuration(Request request) {
    request
        .optionalText("SessionDuration")
        .filter(text -> !isWithinBounds(text))
        .ifPresent(
            text -> {
              throw AwsException.validation(
                  "SessionDuration " + text + " must be between PT1H and PT12H");
            });
  }

  private static boolean isWithinBounds(String text) {
    try {
      var duration = Duration.parse(text);
      return duration.compareTo(Duration.ofHours(1)) >= 0
          && duration.compareTo(Duration.ofHours(12)) <= 0;
    } catch (DateTimeException e) {
      return false; // years, months and weeks are beyond the bounds anyway
    }
  }

  private static ObjectNode json(PermissionSet set) {
    return Json.object(
        "Name", set.name(),
        "PermissionSetArn", set.arn(),
        "Description", set.content().description(),
        "CreatedDate", set.created(),
        "SessionDuration", set.content().sessionDuration(),
        "RelayState", set.content().relayState());
  }
}
