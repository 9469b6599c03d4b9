package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.State.AttributeConfiguration;
import java.time.Instant;
import java.util.List;

/** Attributes for access control (ABAC). */
final class AttributeOperations implements Operation.Topic {
  private static final String CONFIGURATION = "InstanceAccessControlAttributeConfiguration";

  private final World world;

  AttributeOperations(World world) {
    this.world = world;
  }

  @Override
  public List<Operation> operations() {
    var configuration = required(CONFIGURATION, Fields.ATTRIBUTES);
    return List.of(
        Operation.onInstance("Create" + CONFIGURATION, this::create, configuration),
        Operation.onInstance("Describe" + CONFIGURATION, this::describe),
        Operation.onInstance("Update" + CONFIGURATION, this::update, configuration),
        Operation.onInstance("Delete" + CONFIGURATION, this::delete));
  }

  private ObjectNode create(Request request) {
    if (world.state().attributeConfiguration() != null) {
      throw AwsException.conflict(
          "Attributes for access control are already enabled for this instance.");
    }
    var latency = world.options().latency().sample(world.identifiers().random());
    return configure(request, request.now().plus(latency));
  }

  private ObjectNode describe(Request request) {
    var configuration = existing();
    return Json.object(
        "Status",
        configuration.enabledFrom().isAfter(request.now()) ? "CREATION_IN_PROGRESS" : "ENABLED",
        CONFIGURATION,
        configuration.attributes());
  }

  private ObjectNode update(Request request) {
    return configure(request, existing().enabledFrom());
  }

  private ObjectNode delete(Request request) {
    existing();
    world.state().configureAttributes(null);
    return Json.object();
  }

  private ObjectNode configure(Request request, Instant enabledFrom) {
    world
        .state()
        .configureAttributes(new AttributeConfiguration(request.node(CONFIGURATION), enabledFrom));
    return Json.object();
  }

  private AttributeConfiguration existing() {
    var configuration = world.state().attributeConfiguration();
    if (configuration == null) {
      throw AwsException.notFound("Attributes for access control are not enabled.");
    }
    return configuration;
  }
}
