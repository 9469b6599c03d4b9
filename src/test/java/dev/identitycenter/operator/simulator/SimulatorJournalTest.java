package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.SimulatorFixture.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorJournalTest {
  private final SimulatorFixture aws = new SimulatorFixture();
  private final Journal journal = aws.simulator().journal();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void remembersWhoAskedForWhatAndWhen() {
    var set = aws.createSet("AuditAccess");
    aws.clock().advance(Duration.ofSeconds(1));
    aws.attach(set, "SecurityAudit");

    var call = journal.entries("AttachManagedPolicyToPermissionSet").get(0);
    assertThat(call.sequence()).isEqualTo(2);
    assertThat(call.at()).isEqualTo(aws.clock().instant());
    assertThat(call.service()).isEqualTo(Service.SSO_ADMIN);
    assertThat(call.accessKey()).isEqualTo("AKIATEST");
    assertThat(call.request().get("PermissionSetArn").asText()).isEqualTo(set);
    assertThat(call.isOk()).isTrue();
    journal.clear();
    assertThat(journal.count("CreatePermissionSet")).isZero();
  }

  @Test
  void measuresTheBusiestSecond() {
    for (int i = 0; i < 10; i++) {
      aws.sso().listInstances(request -> {});
      aws.clock().advance(Duration.ofMillis(100));
    }
    assertThat(journal.maxRequestsInAnySecond()).isEqualTo(10);

    aws.sso().listInstances(request -> {});
    aws.organizations().listRoots();
    assertThat(journal.maxRequestsInAnySecond()).isEqualTo(10);
  }

  @Test
  void workflowsThatFollowEachOtherDoNotOverlap() {
    var set = aws.createSet("AuditAccess");
    aws.assign(set, DEV, aws.frank());
    aws.pass();
    aws.assign(set, DEV, aws.alice());
    aws.pass();
    aws.unassign(set, DEV, aws.alice());

    assertThat(journal.workflows())
        .extracting(WorkflowRun::kind)
        .containsExactly(
            WorkflowKind.CREATE_ASSIGNMENT,
            WorkflowKind.CREATE_ASSIGNMENT,
            WorkflowKind.DELETE_ASSIGNMENT);
    assertThat(journal.maxConcurrentAssignments()).isEqualTo(1);
    assertThat(journal.maxConcurrentRoleChangesPerAccount()).isEqualTo(1);
  }

  @Test
  void manyCallersAtOnceLoseNothing() {
    IntStream.range(0, 200).parallel().forEach(i -> aws.createSet("Set" + i));

    assertThat(aws.snapshot().permissionSets()).hasSize(200);
    assertThat(journal.entries().stream().mapToLong(Call::sequence))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
  }
}
