package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tags of the instance and of permission sets. */
final class TagOperations implements Operation.Topic {
  private static final Shape.Member INSTANCE = optional("InstanceArn", Fields.INSTANCE_ARN);
  private static final Shape.Member RESOURCE = required("ResourceArn", Fields.TAGGABLE_ARN);

  private final World world;
  private final AccessRules rules;

  TagOperations(World world, AccessRules rules) {
    this.world = world;
    this.rules = rules;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        operation("TagResource", this::tag, required("Tags", Fields.TAGS)),
        operation(
            "UntagResource",
            this::untag,
            required("TagKeys", new Shape.Many(1, 75, Fields.TAG_KEY))),
        operation("ListTagsForResource", this::list, Fields.PAGE_TOKEN));
  }

  private static Operation operation(String name, Operation.Handler handler, Shape.Member member) {
    return new Operation(Service.SSO_ADMIN, name, structure(INSTANCE, RESOURCE, member), handler);
  }

  private ObjectNode tag(Request request) {
    int quota = world.options().limit(Limit.TAGS_PER_RESOURCE);
    var added = Tags.read(request.node("Tags"), quota);
    write(request, Tags.merge(tags(request), added, quota));
    return Json.object();
  }

  private ObjectNode untag(Request request) {
    var tags = new LinkedHashMap<>(tags(request));
    request.node("TagKeys").forEach(key -> tags.remove(key.asText()));
    write(request, tags);
    return Json.object();
  }

  private ObjectNode list(Request request) {
    return Json.object("Tags", Tags.json(tags(request)));
  }

  private Map<String, String> tags(Request request) {
    var arn = request.text("ResourceArn");
    return arn.equals(world.state().instanceArn())
        ? world.state().instanceTags()
        : world.access().requirePermissionSet(arn).tags();
  }

  private void write(Request request, Map<String, String> tags) {
    var arn = request.text("ResourceArn");
    if (arn.equals(world.state().instanceArn())) {
      world.state().instanceTags().keySet().retainAll(tags.keySet());
      world.state().instanceTags().putAll(tags);
    } else {
      rules.checkPermissionSet(request, arn);
      // roles do not carry the tags, so none becomes outdated
      world.access().put(world.access().requirePermissionSet(arn).withTags(tags));
    }
  }
}
