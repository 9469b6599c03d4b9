package dev.identitycenter.operator.endtoend;

import static dev.identitycenter.operator.endtoend.FaultMatrixTest.Trouble.ACCESS_DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.endtoend.MatrixLane.Circumstance;
import dev.identitycenter.operator.endtoend.MatrixLane.Stage;
import dev.identitycenter.operator.iam.AdapterActions;
import dev.identitycenter.operator.simulator.Fault;
import dev.identitycenter.operator.testing.cluster.ClusterTest;
import dev.identitycenter.operator.testing.cluster.TestCluster;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every AWS operation the operator uses, failing in every way, at every stage of an object's life
 * that uses it. The failure passes, and the end is as if it had not been.
 *
 * <p>A few operations at a time fail in the same way, which is quick; where that finds something,
 * {@code -Dmatrix.full=true} runs each field of the matrix on its own.
 */
@ClusterTest
@Execution(ExecutionMode.CONCURRENT)
class FaultMatrixTest {
  private static final List<String> WRITES =
      List.of(
          "CreatePermissionSet",
          "UpdatePermissionSet",
          "DeletePermissionSet",
          "AttachManagedPolicyToPermissionSet",
          "DetachManagedPolicyFromPermissionSet",
          "AttachCustomerManagedPolicyReferenceToPermissionSet",
          "DetachCustomerManagedPolicyReferenceFromPermissionSet",
          "PutInlinePolicyToPermissionSet",
          "DeleteInlinePolicyFromPermissionSet",
          "PutPermissionsBoundaryToPermissionSet",
          "DeletePermissionsBoundaryFromPermissionSet",
          "TagResource",
          "UntagResource",
          "ProvisionPermissionSet",
          "CreateAccountAssignment",
          "DeleteAccountAssignment");

  private static final List<String> READS =
      List.of(
          "ListPermissionSets",
          "DescribePermissionSet",
          "ListManagedPoliciesInPermissionSet",
          "ListCustomerManagedPolicyReferencesInPermissionSet",
          "GetInlinePolicyForPermissionSet",
          "GetPermissionsBoundaryForPermissionSet",
          "ListTagsForResource",
          "ListAccountsForProvisionedPermissionSet",
          "ListPermissionSetProvisioningStatus",
          "DescribePermissionSetProvisioningStatus",
          "ListAccountAssignmentCreationStatus",
          "ListAccountAssignmentDeletionStatus",
          "ListAccountAssignmentsForPrincipal",
          "GetUserId",
          "GetGroupId");

  /** Calls that an object's life needs only under circumstances. */
  private static final Map<Circumstance, List<String>> RARE_READS =
      Map.of(
          Circumstance.FRESH_START,
          List.of("ListInstances", "DescribeOrganization", "GetCallerIdentity", "ListAccounts"),
          Circumstance.PRINCIPALS_BY_ID,
          List.of("DescribeUser", "DescribeGroup"),
          Circumstance.NO_LISTING_BY_PRINCIPAL,
          List.of("ListAccountAssignments"),
          Circumstance.LOST_ANSWERS,
          List.of(
              "DescribeAccountAssignmentCreationStatus",
              "DescribeAccountAssignmentDeletionStatus"));

  /** Starts workflows, of which AWS runs only so many. */
  private static final Set<String> WORKFLOWS =
      Set.of("ProvisionPermissionSet", "CreateAccountAssignment", "DeleteAccountAssignment");

  /** A way for a call to fail. */
  enum Trouble {
    THROTTLED,
    SERVER_ERROR,
    CONNECTION_CLOSED,
    ACCESS_DENIED,
    SERVER_ERROR_AFTER_EFFECT,
    CONNECTION_CLOSED_AFTER_EFFECT,
    CONFLICT_IN_PROCESS,
    TOO_MANY_OUTSTANDING;

    private Fault fault() {
      return switch (this) {
        case THROTTLED -> Fault.throttled();
        case SERVER_ERROR -> Fault.serverError();
        case CONNECTION_CLOSED -> Fault.connectionClosed();
        case ACCESS_DENIED -> Fault.accessDenied();
        case SERVER_ERROR_AFTER_EFFECT -> Fault.serverErrorAfterEffect();
        case CONNECTION_CLOSED_AFTER_EFFECT -> Fault.connectionClosedAfterEffect();
        case CONFLICT_IN_PROCESS -> Fault.conflictInProcess();
        case TOO_MANY_OUTSTANDING -> Fault.tooManyOutstanding();
      };
    }

    /** How often in a row; a denied call is repeated after a long time only. */
    private int times() {
      return this == ACCESS_DENIED ? 1 : 2;
    }

    /** A read has no effect, so it can only fail before. */
    private boolean happensTo(String operation) {
      return switch (this) {
        case THROTTLED, SERVER_ERROR, CONNECTION_CLOSED, ACCESS_DENIED -> true;
        case SERVER_ERROR_AFTER_EFFECT, CONNECTION_CLOSED_AFTER_EFFECT, CONFLICT_IN_PROCESS ->
            WRITES.contains(operation);
        case TOO_MANY_OUTSTANDING -> WORKFLOWS.contains(operation);
      };
    }
  }

  /** Some fields of the matrix that are tried together. */
  record Fields(List<String> operations, Trouble trouble, Circumstance circumstance) {
    @Override
    public String toString() {
      return trouble + " of " + String.join(", ", operations);
    }
  }

  private static final int FAST = 40;

  /** For what takes minutes or is tried again after minutes only. */
  private static final int VERY_FAST = 150;

  private static final Deque<MatrixLane> IDLE = new ConcurrentLinkedDeque<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TestCluster cluster;

  FaultMatrixTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @AfterAll
  static void close() {
    IDLE.forEach(MatrixLane::close);
    IDLE.clear();
  }

  @Test
  void leavesNoOperationOut() {
    var covered = new TreeSet<String>();
    fields().forEach(fields -> covered.addAll(fields.operations()));

    assertThat(covered).isEqualTo(AdapterActions.operations());
  }

  static Stream<Fields> fields() {
    var usual =
        Stream.of(WRITES, READS).flatMap(operations -> fields(operations, Circumstance.USUAL, 3));
    var rare =
        RARE_READS.entrySet().stream()
            .flatMap(entry -> fields(entry.getValue(), entry.getKey(), 1));
    return Stream.concat(usual, rare);
  }

  private static Stream<Fields> fields(
      List<String> operations, Circumstance circumstance, int groups) {
    return Arrays.stream(Trouble.values())
        .flatMap(
            trouble ->
                grouped(operations.stream().filter(trouble::happensTo).toList(), groups)
                    .map(group -> new Fields(group, trouble, circumstance)));
  }

  private static Stream<List<String>> grouped(List<String> operations, int most) {
    var groups = Math.min(operations.size(), Boolean.getBoolean("matrix.full") ? 100 : most);
    return IntStream.range(0, groups)
        .mapToObj(
            group ->
                IntStream.range(0, operations.size())
                    .filter(i -> i % groups == group)
                    .mapToObj(operations::get)
                    .toList());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void comesToTheSameEnd(Fields fields) {
    var slow = fields.circumstance().takesLong() || fields.trouble() == ACCESS_DENIED;
    var own = slow || fields.circumstance().needsFreshLane();
    var idle = own ? null : IDLE.poll();
    var lane =
        idle == null
            ? MatrixLane.open(cluster, slow ? VERY_FAST : FAST, fields.circumstance().latency())
            : idle;
    var reusable = false;
    try {
      run(lane, fields);
      reusable = !own;
    } finally {
      if (reusable) {
        IDLE.push(lane);
      } else {
        lane.close();
      }
    }
  }

  private static void run(MatrixLane lane, Fields fields) {
    lane.begin(NUMBER.incrementAndGet(), fields.circumstance());
    var trouble = fields.trouble();
    for (var stage : Stage.values()) {
      for (var operation : fields.operations()) {
        // After the first denial the policy is right.
        if (trouble != ACCESS_DENIED || lane.failures(operation) == 0) {
          lane.next(operation, trouble.times(), trouble.fault());
        }
      }
      lane.reach(stage);
    }
    for (var operation : fields.operations()) {
      assertThat(lane.failures(operation)).describedAs("failed " + operation).isPositive();
    }
  }
}
