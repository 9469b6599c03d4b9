package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An asynchronous request and how far it is. Guarded by the world's lock. */
final class Workflow {
  /** How far a request is. */
  enum Status {
    IN_PROGRESS,
    SUCCEEDED,
    FAILED
  }

  private final String id;
  private final WorkflowKind kind;
  private final Caller caller;
  private final String permissionSetArn;
  private final String targetId;
  private final Assignment assignment;
  private final Instant created;
  private final Map<String, Long> revisions = new HashMap<>();
  private Status status = Status.IN_PROGRESS;
  private String failureReason;
  private Instant ended;

  private Workflow(
      String id,
      WorkflowKind kind,
      Caller caller,
      String permissionSetArn,
      String targetId,
      Assignment assignment,
      Instant created) {
    this.id = id;
    this.kind = kind;
    this.caller = caller;
    this.permissionSetArn = permissionSetArn;
    this.targetId = targetId;
    this.assignment = assignment;
    this.created = created;
  }

  static Workflow ofAssignment(
      String id, WorkflowKind kind, Caller caller, Assignment assignment, Instant created) {
    return new Workflow(
        id,
        kind,
        caller,
        assignment.permissionSetArn(),
        assignment.accountId(),
        assignment,
        created);
  }

  /** Provisioning of one account, or of all where {@code targetId} is null. */
  static Workflow ofProvisioning(
      String id, Caller caller, String permissionSetArn, String targetId, Instant created) {
    return new Workflow(
        id, WorkflowKind.PROVISION, caller, permissionSetArn, targetId, null, created);
  }

  String id() {
    return id;
  }

  WorkflowKind kind() {
    return kind;
  }

  Caller caller() {
    return caller;
  }

  String permissionSetArn() {
    return permissionSetArn;
  }

  /** The account, null for all provisioned ones. */
  String targetId() {
    return targetId;
  }

  /** What is created or deleted, null for provisioning. */
  Assignment assignment() {
    return assignment;
  }

  Instant created() {
    return created;
  }

  Status status() {
    return status;
  }

  /** Why it failed, null otherwise. */
  String failureReason() {
    return failureReason;
  }

  /** When it ended; empty while in progress. */
  Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  /** Remembers the revision the role of an account is made from. */
  void started(String accountId, long revision) {
    revisions.put(accountId, revision);
  }

  long revision(String accountId) {
    return revisions.get(accountId);
  }

  /** The first failure is the one that is reported. */
  void failed(String reason) {
    failureReason = failureReason == null ? reason : failureReason;
  }

  void end(Instant now) {
    status = failureReason == null ? Status.SUCCEEDED : Status.FAILED;
    ended = now;
  }

  /** The full status object of its kind. */
  ObjectNode describe() {
    var json = summary();
    json.setAll(Json.object("FailureReason", failureReason, "PermissionSetArn", permissionSetArn));
    if (assignment == null) {
      json.setAll(Json.object("AccountId", targetId));
    } else {
      json.setAll(
          Json.object(
              "TargetId",
              targetId,
              "TargetType",
              "AWS_ACCOUNT",
              "PrincipalType",
              assignment.principalType(),
              "PrincipalId",
              assignment.principalId()));
    }
    return json;
  }

  /** What listings show. */
  ObjectNode summary() {
    return Json.object("Status", status, "RequestId", id, "CreatedDate", created);
  }
}
