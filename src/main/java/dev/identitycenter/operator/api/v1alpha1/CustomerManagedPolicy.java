package dev.identitycenter.operator.api.v1alpha1;

/** A policy that exists under the same name and path in each account. */
public record CustomerManagedPolicy(String name, String path) {}
