package dev.identitycenter.operator.permissionset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.identitycenter.Boundary;
import dev.identitycenter.operator.identitycenter.PermissionSetSettings;
import dev.identitycenter.operator.identitycenter.PermissionSetSnapshot;
import dev.identitycenter.operator.identitycenter.PolicyReference;
import dev.identitycenter.operator.testing.Fixtures;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionSetPlannerTest {

  private static final String ARN =
      "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef";
  private static final String OWNER = "cluster/access/ReadOnly";
  private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
  private static final String OTHER_POLICY = "{\"Version\":\"2008-10-17\",\"Statement\":[]}";

  @ParameterizedTest(name = "{0}")
  @MethodSource("differences")
  void plansOneStepForOneDifference(
      String difference, String spec, PermissionSetSnapshot observed, Step expected) {
    // When
    var steps = PermissionSetPlanner.plan(desired(spec), observed);

    // Then
    assertThat(steps).containsExactly(expected);
  }

  static Stream<Arguments> differences() {
    var awsManaged = new Boundary.AwsManaged("arn:aws:iam::aws:policy/PowerUserAccess");
    var exceptions = new PolicyReference("exceptions", "/teams/");
    return Stream.of(
        Arguments.of(
            "description missing",
            "description: For readers",
            stored().build(),
            new Step.Update(settings("For readers", Duration.ofHours(1), null))),
        Arguments.of(
            "description superfluous",
            "{}",
            stored().settings(settings("For readers", Duration.ofHours(1), null)).build(),
            new Step.Update(settings(null, Duration.ofHours(1), null))),
        Arguments.of(
            "session duration",
            "sessionDuration: PT4H",
            stored().build(),
            new Step.Update(settings(null, Duration.ofHours(4), null))),
        Arguments.of(
            "session duration back to the default",
            "{}",
            stored().settings(settings(null, Duration.ofHours(4), null)).build(),
            new Step.Update(settings(null, Duration.ofHours(1), null))),
        Arguments.of(
            "relay state, whose update sends the other fields again",
            "{description: For readers, relayState: \"https://example.com/\"}",
            stored().settings(settings("For readers", Duration.ofHours(1), null)).build(),
            new Step.Update(settings("For readers", Duration.ofHours(1), "https://example.com/"))),
        Arguments.of(
            "managed policy missing",
            "managedPolicies: [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]",
            stored().build(),
            new Step.AttachManagedPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess")),
        Arguments.of(
            "managed policy superfluous",
            "{}",
            stored().managed("arn:aws:iam::aws:policy/ReadOnlyAccess").build(),
            new Step.DetachManagedPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess")),
        Arguments.of(
            "customer managed policy missing",
            "customerManagedPolicies: [{name: exceptions, path: /teams/}]",
            stored().build(),
            new Step.AttachCustomerManagedPolicy(exceptions)),
        Arguments.of(
            "customer managed policy superfluous",
            "customerManagedPolicies: []",
            stored().customer(exceptions).build(),
            new Step.DetachCustomerManagedPolicy(exceptions)),
        Arguments.of(
            "inline policy missing",
            "inlinePolicy: " + POLICY,
            stored().build(),
            new Step.PutInlinePolicy(POLICY)),
        Arguments.of(
            "inline policy different",
            "inlinePolicy: " + POLICY,
            stored().inline(OTHER_POLICY).build(),
            new Step.PutInlinePolicy(POLICY)),
        Arguments.of(
            "inline policy not JSON",
            "inlinePolicy: " + POLICY,
            stored().inline("not JSON").build(),
            new Step.PutInlinePolicy(POLICY)),
        Arguments.of(
            "inline policy superfluous",
            "{}",
            stored().inline(POLICY).build(),
            new Step.DeleteInlinePolicy()),
        Arguments.of(
            "inline policy superfluous and not JSON",
            "{}",
            stored().inline("not JSON").build(),
            new Step.DeleteInlinePolicy()),
        Arguments.of(
            "boundary missing",
            "permissionsBoundary: {managedPolicy: \"arn:aws:iam::aws:policy/PowerUserAccess\"}",
            stored().build(),
            new Step.PutBoundary(awsManaged)),
        Arguments.of(
            "boundary of another kind",
            "permissionsBoundary: {customerManagedPolicy: {name: limit}}",
            stored().boundary(awsManaged).build(),
            new Step.PutBoundary(new Boundary.CustomerManaged(new PolicyReference("limit", "/")))),
        Arguments.of(
            "boundary superfluous",
            "{}",
            stored().boundary(awsManaged).build(),
            new Step.DeleteBoundary()),
        Arguments.of(
            "tag missing",
            "tags: {team: platform}",
            stored().build(),
            new Step.Tag(new TreeMap<>(Map.of("team", "platform")))),
        Arguments.of(
            "tag with another value",
            "tags: {team: platform}",
            stored().tag("team", "data").build(),
            new Step.Tag(new TreeMap<>(Map.of("team", "platform")))),
        Arguments.of(
            "tag superfluous",
            "{}",
            stored().tag("team", "data").build(),
            new Step.Untag(Set.of("team"))),
        Arguments.of(
            "ownership tag missing",
            "{}",
            stored().withoutTags().build(),
            new Step.Tag(new TreeMap<>(Map.of(OwnershipTag.KEY, OWNER)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("equalities")
  void plansNothingForAnotherSpellingOfTheSame(
      String equality, String spec, PermissionSetSnapshot observed) {
    // When
    var steps = PermissionSetPlanner.plan(desired(spec), observed);

    // Then
    assertThat(steps).isEmpty();
  }

  static Stream<Arguments> equalities() {
    return Stream.of(
        Arguments.of("nothing asked for", "{}", stored().build()),
        Arguments.of("PT60M is PT1H", "sessionDuration: PT60M", stored().build()),
        Arguments.of("the default duration spelled out", "sessionDuration: PT1H", stored().build()),
        Arguments.of(
            "JSON with spaces and another order of keys",
            "inlinePolicy: " + POLICY,
            stored().inline("{ \"Statement\" : [ ],\n \"Version\" : \"2012-10-17\" }").build()),
        Arguments.of(
            "policies in another order",
            "managedPolicies: [b, a, a]",
            stored().managed("a").managed("b").build()),
        Arguments.of(
            "the default path",
            "customerManagedPolicies: [{name: exceptions}]",
            stored().customer(new PolicyReference("exceptions", "/")).build()),
        Arguments.of(
            "empty lists instead of none",
            "{managedPolicies: [], customerManagedPolicies: [], tags: {}}",
            stored().build()),
        Arguments.of(
            "tags of AWS",
            "{}",
            stored().tag("aws:cloudformation:stack-name", "landing-zone").build()));
  }

  /** Names of AWS policies and of policies in accounts are case-sensitive. */
  @Test
  void tellsPoliciesApartThatDifferInCaseOrPath() {
    // When
    var steps =
        PermissionSetPlanner.plan(
            desired("customerManagedPolicies: [{name: Exceptions}, {name: same, path: /a/}]"),
            stored()
                .customer(new PolicyReference("exceptions", "/"))
                .customer(new PolicyReference("same", "/b/"))
                .build());

    // Then
    assertThat(steps)
        .containsExactly(
            new Step.DetachCustomerManagedPolicy(new PolicyReference("exceptions", "/")),
            new Step.DetachCustomerManagedPolicy(new PolicyReference("same", "/b/")),
            new Step.AttachCustomerManagedPolicy(new PolicyReference("Exceptions", "/")),
            new Step.AttachCustomerManagedPolicy(new PolicyReference("same", "/a/")));
  }

  @Test
  void restrictsBeforeItGrants() {
    // Given
    var desired =
        desired(
            """
            managedPolicies: [new]
            customerManagedPolicies: [{name: new}]
            inlinePolicy: %s
            permissionsBoundary: {managedPolicy: limit}
            """
                .formatted(POLICY));
    var observed =
        stored().managed("old").customer(new PolicyReference("old", "/")).inline(OTHER_POLICY);

    // When
    var steps = PermissionSetPlanner.plan(desired, observed.build());

    // Then
    assertThat(namesOf(steps))
        .containsExactly(
            "DetachManagedPolicy",
            "DetachCustomerManagedPolicy",
            "PutBoundary",
            "PutInlinePolicy",
            "AttachManagedPolicy",
            "AttachCustomerManagedPolicy");
  }

  @Test
  void liftsTheBoundaryOnlyAfterWhatItHeldBackIsGone() {
    // Given
    var desired = desired("managedPolicies: [ReadOnlyAccess]");
    var observed =
        stored()
            .managed("AdministratorAccess")
            .customer(new PolicyReference("everything", "/"))
            .inline(POLICY)
            .boundary(new Boundary.AwsManaged("ReadOnlyAccess"));

    // When
    var steps = PermissionSetPlanner.plan(desired, observed.build());

    // Then
    assertThat(namesOf(steps))
        .containsExactly(
            "DetachManagedPolicy",
            "DetachCustomerManagedPolicy",
            "DeleteInlinePolicy",
            "DeleteBoundary",
            "AttachManagedPolicy");
  }

  /** A full list has no room for a policy before another one is gone. */
  @Test
  void detachesBeforeItAttaches() {
    // When
    var steps =
        PermissionSetPlanner.plan(
            desired("managedPolicies: [c, d]"), stored().managed("a").managed("b").build());

    // Then
    assertThat(steps)
        .containsExactly(
            new Step.DetachManagedPolicy("a"),
            new Step.DetachManagedPolicy("b"),
            new Step.AttachManagedPolicy("c"),
            new Step.AttachManagedPolicy("d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:createdBy", "aws:cloudformation:stack-id"})
  void leavesTagsOfAwsAloneWhileRemovingOthers(String key) {
    // When
    var steps =
        PermissionSetPlanner.plan(
            desired("{}"), stored().tag(key, "x").tag("awsome", "x").tag("zone", "x").build());

    // Then
    assertThat(steps).containsExactly(new Step.Untag(Set.of("awsome", "zone")));
  }

  @Property(tries = 300)
  void convergesInOnePlan(
      @ForAll("specs") String spec, @ForAll("snapshots") PermissionSetSnapshot observed) {
    // Given
    var desired = desired(spec);

    // When
    var after = apply(PermissionSetPlanner.plan(desired, observed), observed);

    // Then
    assertThat(PermissionSetPlanner.plan(desired, after)).isEmpty();
  }

  @Property(tries = 100)
  void whatIsStoredAfterwardsNeedsNoPlan(@ForAll("specs") String spec) {
    // Given
    var desired = desired(spec);

    // When
    var stored = desired.asStored(ARN);

    // Then
    assertThat(PermissionSetPlanner.plan(desired, stored)).isEmpty();
  }

  @Provide
  Arbitrary<String> specs() {
    var lines =
        List.of(
            "description: Some text",
            "sessionDuration: PT2H",
            "sessionDuration: PT120M",
            "relayState: \"https://example.com/\"",
            "managedPolicies: [a, b]",
            "managedPolicies: [c]",
            "customerManagedPolicies: [{name: a}, {name: a, path: /x/}]",
            "customerManagedPolicies: [{name: b}]",
            "inlinePolicy: " + POLICY,
            "inlinePolicy: {Statement: [{Effect: Deny, Action: \"*\", Resource: \"*\"}]}",
            "permissionsBoundary: {managedPolicy: limit}",
            "permissionsBoundary: {customerManagedPolicy: {name: limit}}",
            "tags: {a: \"1\", b: \"2\"}",
            "tags: {b: \"3\", c: \"\"}");
    return Arbitraries.of(lines)
        .set()
        .ofMaxSize(8)
        .map(
            chosen ->
                // A key of YAML appears once.
                chosen.stream()
                    .collect(
                        Collectors.toMap(
                            line -> line.split(":", 2)[0],
                            line -> line.split(":", 2)[1],
                            (one, other) -> one,
                            TreeMap::new))
                    .entrySet()
                    .stream()
                    .map(entry -> entry.getKey() + ":" + entry.getValue())
                    .collect(Collectors.joining("\n")))
        .map(text -> text.isEmpty() ? "{}" : text);
  }

  @Provide
  Arbitrary<PermissionSetSnapshot> snapshots() {
    var references =
        Arbitraries.of(
            new PolicyReference("a", "/"),
            new PolicyReference("a", "/x/"),
            new PolicyReference("b", "/"));
    var boundaries =
        Arbitraries.of(
            new Boundary.AwsManaged("limit"),
            new Boundary.CustomerManaged(new PolicyReference("limit", "/")));
    return Combinators.combine(
            Arbitraries.of(
                settings(null, Duration.ofHours(1), null),
                settings("Some text", Duration.ofHours(2), null),
                settings(null, Duration.ofHours(2), "https://example.com/")),
            Arbitraries.of("a", "b", "c", "d").set().ofMaxSize(4),
            references.set().ofMaxSize(3),
            Arbitraries.of(POLICY, OTHER_POLICY, "not JSON", "{}").optional(),
            boundaries.map(Boundary.class::cast).optional(),
            Arbitraries.maps(
                    Arbitraries.of("a", "b", "aws:x", OwnershipTag.KEY),
                    Arbitraries.of("1", "2", OWNER))
                .ofMaxSize(4))
        .as(
            (settings, managed, customer, inline, boundary, tags) ->
                new PermissionSetSnapshot(
                    ARN,
                    settings,
                    new TreeSet<>(managed),
                    new TreeSet<>(customer),
                    inline,
                    boundary,
                    new TreeMap<>(tags)));
  }

  /** What AWS stores after the steps. */
  private static PermissionSetSnapshot apply(List<Step> steps, PermissionSetSnapshot before) {
    var after = new Stored(before);
    for (var step : steps) {
      if (step instanceof Step.Update update) {
        after.settings(update.settings());
      } else if (step instanceof Step.PutBoundary put) {
        after.boundary(put.boundary());
      } else if (step instanceof Step.DeleteBoundary) {
        after.boundary(null);
      } else if (step instanceof Step.PutInlinePolicy put) {
        after.inline(put.json());
      } else if (step instanceof Step.DeleteInlinePolicy) {
        after.inline(null);
      } else if (step instanceof Step.AttachManagedPolicy attach) {
        assertThat(after.managed.add(attach.policyArn())).isTrue();
      } else if (step instanceof Step.DetachManagedPolicy detach) {
        assertThat(after.managed.remove(detach.policyArn())).isTrue();
      } else if (step instanceof Step.AttachCustomerManagedPolicy attach) {
        assertThat(after.customer.add(attach.policy())).isTrue();
      } else if (step instanceof Step.DetachCustomerManagedPolicy detach) {
        assertThat(after.customer.remove(detach.policy())).isTrue();
      } else if (step instanceof Step.Tag tag) {
        after.tags.putAll(tag.tags());
      } else if (step instanceof Step.Untag untag) {
        assertThat(untag.keys()).noneMatch(key -> key.startsWith("aws:"));
        after.tags.keySet().removeAll(untag.keys());
      } else {
        throw new AssertionError("a step nobody knows: " + step);
      }
    }
    return after.build();
  }

  private static DesiredPermissionSet desired(String spec) {
    return DesiredPermissionSet.of(
        Fixtures.permissionSet("ReadOnly", spec), new OwnershipTag("cluster"));
  }

  private static PermissionSetSettings settings(
      String description, Duration duration, String relayState) {
    return new PermissionSetSettings("ReadOnly", description, duration, relayState);
  }

  private static List<String> namesOf(List<Step> steps) {
    return steps.stream().map(step -> step.getClass().getSimpleName()).toList();
  }

  /** A set that AWS stores, owned by the object under test. */
  private static Stored stored() {
    return new Stored(
        PermissionSetSnapshot.created(
            ARN, settings(null, Duration.ofHours(1), null), Map.of(OwnershipTag.KEY, OWNER)));
  }

  private static final class Stored {
    private PermissionSetSettings settings;
    private final TreeSet<String> managed;
    private final TreeSet<PolicyReference> customer;
    private String inline;
    private Boundary boundary;
    private final SortedMap<String, String> tags;

    Stored(PermissionSetSnapshot snapshot) {
      settings = snapshot.settings();
      managed = new TreeSet<>(snapshot.managedPolicies());
      customer = new TreeSet<>(snapshot.customerManagedPolicies());
      inline = snapshot.inlinePolicy().orElse(null);
      boundary = snapshot.boundary().orElse(null);
      tags = new TreeMap<>(snapshot.tags());
    }

    Stored settings(PermissionSetSettings value) {
      settings = value;
      return this;
    }

    Stored managed(String... arns) {
      managed.addAll(Arrays.asList(arns));
      return this;
    }

    Stored customer(PolicyReference reference) {
      customer.add(reference);
      return this;
    }

    Stored inline(String json) {
      inline = json;
      return this;
    }

    Stored boundary(Boundary value) {
      boundary = value;
      return this;
    }

    Stored tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    Stored withoutTags() {
      tags.clear();
      return this;
    }

    PermissionSetSnapshot build() {
      return new PermissionSetSnapshot(
          ARN,
          settings,
          managed,
          customer,
          Optional.ofNullable(inline),
          Optional.ofNullable(boundary),
          tags);
    }
  }
}
