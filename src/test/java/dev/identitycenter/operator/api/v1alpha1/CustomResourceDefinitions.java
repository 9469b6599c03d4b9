package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Generates the definitions in {@code crds/} from the Java types. The generator reads the
 * annotations; what it has no annotation for, or does otherwise than we need, is completed here.
 */
final class CustomResourceDefinitions {
  static final Path DIRECTORY = Path.of("crds");

  private static final String HEADER =
      """
      # Generated from the Java types in src/main/java/dev/identitycenter/operator/api/v1alpha1.
      # Do not edit; change the types, then run `make crds`.
      """;

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private CustomResourceDefinitions() {}

  /** The text of each file in {@link #DIRECTORY}, by file name. */
  static Map<String, String> generate() {
    var texts = new LinkedHashMap<String, String>();
    texts.put(
        "accountassignments.identitycenter.dev.yaml",
        textOf(
            AccountAssignment.class, AccountAssignmentSpec.class, AccountAssignmentStatus.class));
    texts.put(
        "permissionsets.identitycenter.dev.yaml",
        textOf(PermissionSet.class, PermissionSetSpec.class, PermissionSetStatus.class));
    return texts;
  }

  private static <S, T> String textOf(
      Class<? extends CustomResource<S, T>> kind, Class<S> spec, Class<T> status) {
    var definition = generate(kind);
    var version = (ObjectNode) definition.at("/spec/versions/0");
    version.set("additionalPrinterColumns", columnsOf(kind));

    var schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    schema.putArray("required").add("spec");
    declareObjectName(schema);
    describe(schema, kind);
    describe((ObjectNode) schema.at("/properties/spec"), spec);
    describe((ObjectNode) schema.at("/properties/status"), status);
    completeSpec(schema.at("/properties/spec/properties"));
    completeStatus(schema.at("/properties/status/properties"));
    normalize(schema);
    try {
      return HEADER + YAML.writeValueAsString(definition);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode generate(Class<? extends CustomResource<?, ?>> kind) {
    var handler = new CustomResourceHandler();
    handler.handle(
        CustomResourceInfo.fromClass(kind), ResolvingContext.defaultResolvingContext(false));
    return YAML.valueToTree(handler.finish().findFirst().orElseThrow().getKey());
  }

  /** In the order of the annotations; the generator sorts by path. */
  private static ArrayNode columnsOf(Class<?> kind) {
    var columns = YAML.createArrayNode();
    for (var column : kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      var node =
          columns
              .addObject()
              .put("name", column.name())
              .put("type", column.type().getValue())
              .put("jsonPath", column.jsonPath())
              .put("description", column.getDescription());
      if (column.priority() > 0) {
        node.put("priority", column.priority());
      }
    }
    return columns;
  }

  /** Rules may name only declared fields as the place of a mistake. */
  private static void declareObjectName(ObjectNode schema) {
    var metadata = schema.withObjectProperty("properties").putObject("metadata");
    metadata.put("type", "object").putObject("properties").putObject("name").put("type", "string");
  }

  private static void describe(ObjectNode schema, Class<?> type) {
    schema.put("description", type.getAnnotation(JsonClassDescription.class).value());
  }

  private static void completeSpec(JsonNode fields) {
    makeSet(fields.path("managedPolicies"));
    makeSet(fields.at("/allowedNamespaces/properties/names"));
    // IAM knows a name once per account, whatever the path.
    makeMap(fields.path("customerManagedPolicies"), "name");
    if (fields.path("inlinePolicy") instanceof ObjectNode policy) {
      policy.put("type", "object").put("minProperties", 1);
    }
  }

  private static void completeStatus(JsonNode fields) {
    makeMap(fields.path("conditions"), "type");
    setFormat(fields.at("/conditions/items/properties/observedGeneration"), "int64");
    setFormat(fields.at("/conditions/items/properties/lastTransitionTime"), "date-time");
    setFormat(fields.path("observedGeneration"), "int64");
    setFormat(fields.at("/request/properties/createdAt"), "date-time");
    setFormat(fields.at("/provisionedAccounts/properties/current"), "int32");
    setFormat(fields.at("/provisionedAccounts/properties/outdated"), "int32");
  }

  private static void makeSet(JsonNode list) {
    if (list instanceof ObjectNode schema) {
      schema.put("x-kubernetes-list-type", "set");
    }
  }

  private static void makeMap(JsonNode list, String key) {
    if (list instanceof ObjectNode schema) {
      schema.put("x-kubernetes-list-type", "map").putArray("x-kubernetes-list-map-keys").add(key);
    }
  }

  private static void setFormat(JsonNode field, String format) {
    if (field instanceof ObjectNode schema) {
      schema.put("format", format);
    }
  }

  /** Removes what the generator says twice or in a form the API server would not return. */
  private static void normalize(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      // An annotation of a record component belongs to its field and to its accessor.
      if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
        var distinct = new LinkedHashSet<JsonNode>();
        rules.forEach(distinct::add);
        rules.removeAll().addAll(distinct);
      }
      if (schema.path("minimum").isDouble()) {
        schema.set("minimum", IntNode.valueOf(schema.get("minimum").intValue()));
      }
    }
    node.forEach(CustomResourceDefinitions::normalize);
  }
}
