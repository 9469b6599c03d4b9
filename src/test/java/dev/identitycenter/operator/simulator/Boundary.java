package dev.identitycenter.operator.simulator;

/** A permissions boundary; exactly one of the two is not null. */
public record Boundary(CustomerPolicy customerPolicy, String managedPolicyArn) {}
