package dev.identitycenter.operator.identitycenter;

/** An asynchronous request together with the assignment it is about. */
public record AssignmentRequest(AssignmentKey key, RequestStatus status) {}
