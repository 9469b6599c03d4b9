package dev.identitycenter.operator.identitycenter;

import java.util.Optional;

/** Looking up users and groups in the identity store. */
public interface Principals {

  /** The id of the user or group a query names; empty when the store has none. */
  Optional<PrincipalId> findPrincipal(PrincipalQuery query);
}
