package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitycenter.operator.simulator.Fault.Moment;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a call from its arrival to its answer, planned faults included. */
final class Dispatcher {
  private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

  private final World world;
  private final AccessRules rules;
  private final Throttle throttle;
  private final Map<String, Operation> operations = new HashMap<>();

  Dispatcher(World world) {
    this.world = world;
    rules = new AccessRules(world);
    throttle = new Throttle(world.options());
    var awkward = world.options().assumes(Assumption.AWKWARD_PAGES);
    var pages = new Pages(100, awkward);
    List<Operation.Topic> topics =
        List.of(
            new InstanceOperations(world, pages),
            new PermissionSetOperations(world, rules, pages),
            new ManagedPolicyOperations(world, rules, pages),
            new PolicyDocumentOperations(world, rules),
            new ProvisioningOperations(world, rules, pages),
            new AssignmentOperations(world, rules),
            new AssignmentListings(world, pages),
            new TagOperations(world, rules),
            new AttributeOperations(world),
            new UserOperations(world, pages),
            new GroupOperations(world, pages),
            new MembershipOperations(world, pages),
            new OrganizationOperations(world, new Pages(20, awkward)),
            new CallerOperations());
    topics.stream()
        .flatMap(topic -> topic.operations().stream())
        .forEach(
            operation ->
                operations.put(operation.service().target() + "." + operation.name(), operation));
  }

  /** Answers a call; {@code target} and {@code authorization} are the headers, null if absent. */
  Reply dispatch(String target, String authorization, byte[] body) {
    var operation = Optional.ofNullable(target).map(operations::get);
    var signature = Signature.parse(authorization);
    var json = parse(body);
    var call =
        world.atomically(
            now ->
                world
                    .journal()
                    .arrived(
                        now,
                        operation.map(Operation::service).orElse(null),
                        operation.map(Operation::name).orElseGet(() -> String.valueOf(target)),
                        signature.map(Signature::accessKey).orElse(""),
                        json.orElseGet(Json::object)));
    var reply =
        operation
            .map(known -> answer(known, call, signature, json))
            .orElseGet(() -> Reply.of(new AwsException("UnknownOperationException", "")));
    world.journal().answered(call, reply.result());
    return reply;
  }

  private Reply answer(
      Operation operation, Call call, Optional<Signature> signature, Optional<JsonNode> json) {
    var fault = world.faults().forCall(operation.name());
    if (!ran(() -> world.faults().runCallHooks(call))) {
      return Reply.DROPPED;
    }
    if (isPlanned(fault, Moment.BEFORE_EFFECT)) {
      return reply(operation, fault.get());
    }
    var reply = perform(operation, signature, json);
    if (!ran(() -> world.faults().runAnswerHooks(call.answered(reply.result())))) {
      return Reply.DROPPED;
    }
    return reply.isOk() && isPlanned(fault, Moment.AFTER_EFFECT)
        ? reply(operation, fault.get())
        : reply;
  }

  private Reply perform(
      Operation operation, Optional<Signature> signature, Optional<JsonNode> json) {
    try {
      return Reply.ok(
          world.atomically(
              now -> {
                throttle.check(operation, now);
                var caller = authenticate(signature);
                rules.check(operation, caller);
                var body = json.orElseThrow(() -> new AwsException("SerializationException", ""));
                validate(operation, body);
                return operation.handler().answer(new Request(operation, body, caller, now));
              }));
    } catch (AwsException e) {
      return Reply.of(translate(operation, e));
    } catch (RuntimeException e) {
      LOGGER.error("Answering {}", operation.name(), e);
      return Reply.of(
          new AwsException("InternalServerException", 500, String.valueOf(e), Json.object()));
    }
  }

  private Caller authenticate(Optional<Signature> signature) {
    return signature
        .map(known -> rules.caller(known.accessKey(), known.region()))
        .orElseThrow(
            () ->
                new AwsException(
                    "MissingAuthenticationTokenException", "Missing Authentication Token"));
  }

  private void validate(Operation operation, JsonNode body) {
    var violations = Validation.explain(operation.input(), body);
    if (!violations.isEmpty()) {
      throw AwsException.validation(violations);
    }
    if (operation.service() == Service.SSO_ADMIN
        && body.hasNonNull("InstanceArn")
        && !body.get("InstanceArn").asText().equals(world.state().instanceArn())) {
      throw AwsException.notFound("Instance " + body.get("InstanceArn").asText() + " not found.");
    }
    if (operation.service() == Service.IDENTITY_STORE
        && !body.get("IdentityStoreId").asText().equals(world.state().directory().id())) {
      throw StoreErrors.notFound("IDENTITY_STORE", "IdentityStore not found.");
    }
  }

  private static boolean isPlanned(Optional<Fault> fault, Moment moment) {
    return fault.filter(planned -> planned.moment() == moment).isPresent();
  }

  private static Reply reply(Operation operation, Fault fault) {
    return fault.closesConnection()
        ? Reply.DROPPED
        : Reply.of(
            translate(
                operation,
                new AwsException(fault.code(), fault.status(), fault.message(), Json.object())));
  }

  /** Organizations has other names for the same errors. */
  private static AwsException translate(Operation operation, AwsException error) {
    if (operation.service() != Service.ORGANIZATIONS) {
      return error;
    }
    return switch (error.code()) {
      case "ThrottlingException" ->
          new AwsException("TooManyRequestsException", error.getMessage());
      case "ValidationException" -> new AwsException("InvalidInputException", error.getMessage());
      case "InternalServerException" ->
          new AwsException("ServiceException", 500, error.getMessage(), Json.object());
      default -> error;
    };
  }

  /** Whether hooks let the call go on; what they throw stands for a lost connection. */
  private static boolean ran(Runnable hooks) {
    try {
      hooks.run();
      return true;
    } catch (RuntimeException | Error e) {
      LOGGER.debug("A hook closed the connection", e);
      return false;
    }
  }

  private static Optional<JsonNode> parse(byte[] body) {
    try {
      return Optional.of(body.length == 0 ? Json.object() : Json.MAPPER.readTree(body))
          .filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
