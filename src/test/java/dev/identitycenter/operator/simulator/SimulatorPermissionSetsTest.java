package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.SimulatorFixture.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssoadmin.model.AttachedManagedPolicy;
import software.amazon.awssdk.services.ssoadmin.model.ConflictException;
import software.amazon.awssdk.services.ssoadmin.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssoadmin.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.ssoadmin.model.Tag;
import software.amazon.awssdk.services.ssoadmin.model.ValidationException;

class SimulatorPermissionSetsTest {
  private final SimulatorFixture aws = new SimulatorFixture();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void createsASetWithTheDefaultDurationAndAnArnOfItsInstance() {
    var set =
        aws.sso()
            .createPermissionSet(request -> request.instanceArn(aws.instance()).name("AuditAccess"))
            .permissionSet();

    assertThat(set.sessionDuration()).isEqualTo("PT1H");
    assertThat(set.createdDate()).isEqualTo(aws.clock().instant());
    assertThat(set.permissionSetArn())
        .matches("arn:aws:sso:::permissionSet/ssoins-[0-9a-f]{16}/ps-[0-9a-f]{16}");
  }

  @Test
  void refusesANameThatIsTaken() {
    aws.createSet("AuditAccess");

    assertThatThrownBy(() -> aws.createSet("AuditAccess"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("PermissionSet with name AuditAccess already exists.");
  }

  @Test
  void updateReplacesWhatItLeavesOut() {
    var arn =
        aws.sso()
            .createPermissionSet(
                request ->
                    request
                        .instanceArn(aws.instance())
                        .name("AuditAccess")
                        .description("Auditors")
                        .relayState("https://console.aws.amazon.com/s3/")
                        .sessionDuration("PT4H"))
            .permissionSet()
            .permissionSetArn();

    aws.sso()
        .updatePermissionSet(
            request ->
                request.instanceArn(aws.instance()).permissionSetArn(arn).sessionDuration("PT2H"));

    var content = aws.snapshot().permissionSet("AuditAccess").orElseThrow().content();
    assertThat(content.sessionDuration()).isEqualTo("PT2H");
    assertThat(content.relayState()).isNull();
    assertThat(content.description()).isNull();
  }

  @Test
  void refusesToDeleteASetThatIsAssigned() {
    var arn = aws.createSet("AuditAccess");
    aws.assign(arn, DEV, aws.frank());
    aws.pass();

    assertThatThrownBy(() -> delete(arn))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Could not delete bec");

    aws.unassign(arn, DEV, aws.frank());
    aws.pass();
    delete(arn);
    assertThat(aws.snapshot().permissionSets()).isEmpty();
    assertThatThrownBy(() -> delete(arn)).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void attachesManagedPoliciesOnceAndDetachesThem() {
    var arn = aws.createSet("EC2-S3-FullAccess");
    aws.attach(arn, "AmazonEC2FullAccess");
    aws.attach(arn, "job-function/Billing");

    assertThatThrownBy(() -> aws.attach(arn, "AmazonEC2FullAccess"))
        .isInstanceOf(ConflictException.class);
    detach(arn, "AmazonEC2FullAccess");
    assertThatThrownBy(() -> detach(arn, "AmazonEC2FullAccess"))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(
            aws.sso()
                .listManagedPoliciesInPermissionSet(
                    request -> request.instanceArn(aws.instance()).permissionSetArn(arn))
                .attachedManagedPolicies())
        .extracting(AttachedManagedPolicy::name)
        .containsExactly("Billing");
  }

  @Test
  void countsBothKindsOfManagedPoliciesAgainstOneQuota() {
    var arn = aws.createSet("TooMuch");
    IntStream.range(0, 24).forEach(i -> aws.attach(arn, "Policy" + i));
    attachReference(arn, "developer-exceptions");

    assertThatThrownBy(() -> aws.attach(arn, "OneMore"))
        .isInstanceOf(ServiceQuotaExceededException.class);
    assertThat(aws.snapshot().permissionSet("TooMuch").orElseThrow().content().customerPolicies())
        .containsExactly(new CustomerPolicy("developer-exceptions", "/"));
  }

  @Test
  void keepsTheInlinePolicyAsItWasPut() {
    var arn = aws.createSet("Inline");
    var policy = "{ \"Version\": \"2012-10-17\", \"Statement\": [] }";
    assertThat(inlinePolicy(arn)).isEmpty();

    putInlinePolicy(arn, policy);

    assertThat(inlinePolicy(arn)).isEqualTo(policy);
    assertThatThrownBy(() -> putInlinePolicy(arn, "{"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Invalid PermissionsPolicy Document");
    assertThatThrownBy(
            () ->
                putInlinePolicy(
                    arn, "{\"Statement\": [{\"Sid\": \"" + "x".repeat(10_240) + "\"}]}"))
        .isInstanceOf(ServiceQuotaExceededException.class);
  }

  @Test
  void holdsOneBoundaryOfOneKind() {
    var arn = aws.createSet("Bounded");
    assertThatThrownBy(() -> boundary(arn)).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () ->
                aws.sso()
                    .putPermissionsBoundaryToPermissionSet(
                        request ->
                            request
                                .instanceArn(aws.instance())
                                .permissionSetArn(arn)
                                .permissionsBoundary(boundary -> {})))
        .isInstanceOf(ValidationException.class);

    aws.sso()
        .putPermissionsBoundaryToPermissionSet(
            request ->
                request
                    .instanceArn(aws.instance())
                    .permissionSetArn(arn)
                    .permissionsBoundary(
                        boundary ->
                            boundary.customerManagedPolicyReference(
                                policy -> policy.name("boundary").path("/teams/"))));

    assertThat(boundary(arn)).isEqualTo("/teams/boundary");
  }

  @Test
  void tagsWithoutMakingRolesOutdated() {
    var arn = aws.createSet("Tagged");
    aws.assign(arn, DEV, aws.frank());
    aws.pass();

    tag(arn, "team", "platform");
    tag(arn, "team", "security");

    var set = aws.snapshot().permissionSet("Tagged").orElseThrow();
    assertThat(set.tags()).containsOnlyKeys("team").containsValue("security");
    assertThat(aws.snapshot().role("Tagged", DEV).orElseThrow().outdated()).isFalse();
    assertThatThrownBy(() -> tag(arn, "aws:team", "x")).isInstanceOf(ValidationException.class);
  }

  @Test
  void listsInPagesWhoseTokensBelongToOneOperation() {
    var arns = IntStream.range(0, 5).mapToObj(i -> aws.createSet("Set" + i)).toList();

    var pages =
        aws.sso()
            .listPermissionSetsPaginator(
                request -> request.instanceArn(aws.instance()).maxResults(2));
    var first = pages.stream().findFirst().orElseThrow();

    assertThat(pages.permissionSets()).containsExactlyElementsOf(arns);
    assertThat(first.permissionSets()).hasSize(2);
    assertThatThrownBy(
            () ->
                aws.sso()
                    .listManagedPoliciesInPermissionSet(
                        request ->
                            request
                                .instanceArn(aws.instance())
                                .permissionSetArn(arns.get(0))
                                .nextToken(first.nextToken())))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void givesEmptyAndShortPagesWhenAskedTo() {
    try (var awkward =
        new SimulatorFixture(
            options -> options.withoutRates().assume(Assumption.AWKWARD_PAGES, true))) {
      var arns = List.of(awkward.createSet("A"), awkward.createSet("B"), awkward.createSet("C"));

      var pages =
          awkward
              .sso()
              .listPermissionSetsPaginator(
                  request -> request.instanceArn(awkward.instance()).maxResults(4))
              .stream()
              .map(page -> page.permissionSets().size())
              .toList();

      assertThat(pages).containsExactly(0, 2, 1);
      assertThat(arns).hasSize(3);
    }
  }

  private void delete(String arn) {
    aws.sso()
        .deletePermissionSet(request -> request.instanceArn(aws.instance()).permissionSetArn(arn));
  }

  private void detach(String arn, String policy) {
    aws.sso()
        .detachManagedPolicyFromPermissionSet(
            request ->
                request
                    .instanceArn(aws.instance())
                    .permissionSetArn(arn)
                    .managedPolicyArn("arn:aws:iam::aws:policy/" + policy));
  }

  private void attachReference(String arn, String name) {
    aws.sso()
        .attachCustomerManagedPolicyReferenceToPermissionSet(
            request ->
                request
                    .instanceArn(aws.instance())
                    .permissionSetArn(arn)
                    .customerManagedPolicyReference(policy -> policy.name(name)));
  }

  private void putInlinePolicy(String arn, String policy) {
    aws.sso()
        .putInlinePolicyToPermissionSet(
            request ->
                request.instanceArn(aws.instance()).permissionSetArn(arn).inlinePolicy(policy));
  }

  private String inlinePolicy(String arn) {
    return aws.sso()
        .getInlinePolicyForPermissionSet(
            request -> request.instanceArn(aws.instance()).permissionSetArn(arn))
        .inlinePolicy();
  }

  private String boundary(String arn) {
    var policy =
        aws.sso()
            .getPermissionsBoundaryForPermissionSet(
                request -> request.instanceArn(aws.instance()).permissionSetArn(arn))
            .permissionsBoundary()
            .customerManagedPolicyReference();
    return policy.path() + policy.name();
  }

  private void tag(String arn, String key, String value) {
    aws.sso()
        .tagResource(
            request ->
                request
                    .instanceArn(aws.instance())
                    .resourceArn(arn)
                    .tags(Tag.builder().key(key).value(value).build()));
  }
}
