package dev.identitycenter.operator.simulator;

/** Life of an account in its organization. */
public enum AccountState {
  PENDING_ACTIVATION,
  ACTIVE,
  SUSPENDED,
  PENDING_CLOSURE,
  CLOSED;

  /** The word of the older {@code Status} member, which knows three states only. */
  String status() {
    return this == PENDING_ACTIVATION ? "ACTIVE" : this == CLOSED ? "SUSPENDED" : name();
  }
}
