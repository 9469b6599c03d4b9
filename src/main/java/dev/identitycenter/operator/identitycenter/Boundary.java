package dev.identitycenter.operator.identitycenter;

/** The upper limit of what a role may do. */
public sealed interface Boundary {

  /** A policy of AWS. */
  record AwsManaged(String arn) implements Boundary {}

  /** A policy that exists in each account. */
  record CustomerManaged(PolicyReference policy) implements Boundary {}
}
