package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.structure;
import static dev.identitycenter.operator.simulator.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The one organization instance and its Region. */
final class InstanceOperations implements Operation.Topic {
  private final World world;
  private final Pages pages;

  InstanceOperations(World world, Pages pages) {
    this.world = world;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        new Operation(
            Service.SSO_ADMIN,
            "ListInstances",
            structure(Fields.PAGE_SIZE, Fields.PAGE_TOKEN),
            this::list),
        Operation.onInstance("DescribeInstance", request -> instance()),
        Operation.onInstance(
            "UpdateInstance", this::update, optional("Name", text(0, 255, "[\\w+=,.@-]*"))),
        Operation.onInstance("ListRegions", this::regions, Fields.PAGE_SIZE, Fields.PAGE_TOKEN),
        Operation.onInstance(
            "DescribeRegion",
            this::region,
            required("RegionName", text(1, 32, "([a-z]+-){2,3}\\d"))));
  }

  private ObjectNode list(Request request) {
    // the ARN does not tell the Region, so looking in another one just finds nothing
    var instances =
        request.caller().region().equals(world.options().region())
            ? List.of(instance())
            : List.<ObjectNode>of();
    return pages.answer(
        request, "Instances", instances, json -> json.path("InstanceArn").asText(), json -> json);
  }

  private ObjectNode instance() {
    var state = world.state();
    return Json.object(
        "InstanceArn", state.instanceArn(),
        "IdentityStoreId", state.directory().id(),
        "OwnerAccountId", state.organization().managementAccountId(),
        "Name", state.instanceName().isEmpty() ? null : state.instanceName(),
        "CreatedDate", state.created(),
        "Status", "ACTIVE");
  }

  private ObjectNode update(Request request) {
    request.optionalText("Name").ifPresent(world.state()::nameInstance);
    return Json.object();
  }

  private ObjectNode regions(Request request) {
    return pages.answer(
        request,
        "Regions",
        List.of(primaryRegion()),
        json -> json.path("RegionName").asText(),
        json -> json);
  }

  private ObjectNode region(Request request) {
    if (!request.text("RegionName").equals(world.options().region())) {
      throw AwsException.notFound("Region " + request.text("RegionName") + " not found.");
    }
    return primaryRegion();
  }

  private ObjectNode primaryRegion() {
    return Json.object(
        "RegionName",
        world.options().region(),
        "Status",
        "ACTIVE",
        "AddedDate",
        world.state().created(),
        "IsPrimaryRegion",
        true);
  }
}
