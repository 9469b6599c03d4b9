package dev.identitycenter.operator.identitycenter;

/** An AWS account of the organization; only an active one can be assigned. */
public record Account(String id, String name, boolean active) {}
