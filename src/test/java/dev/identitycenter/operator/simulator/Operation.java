package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An operation of an AWS service: what it accepts and who answers it. */
record Operation(Service service, String name, Shape input, Handler handler) {
  /** Answers a request that is well-formed, permitted and within the rates. */
  interface Handler {
    ObjectNode answer(Request request);
  }

  /** Operations of one topic. */
  interface Topic {
    List<Operation> operations();
  }

  /** An sso-admin operation on the instance. */
  static Operation onInstance(String name, Handler handler, Shape.Member... members) {
    return of(Service.SSO_ADMIN, name, handler, Fields.INSTANCE, members);
  }

  /** An sso-admin operation on a permission set of the instance. */
  static Operation onPermissionSet(String name, Handler handler, Shape.Member... members) {
    var all = new ArrayList<Shape.Member>();
    all.add(Fields.PERMISSION_SET);
    all.addAll(Arrays.asList(members));
    return onInstance(name, handler, all.toArray(Shape.Member[]::new));
  }

  /** An operation of the identity store. */
  static Operation onStore(String name, Handler handler, Shape.Member... members) {
    return of(Service.IDENTITY_STORE, name, handler, Fields.IDENTITY_STORE, members);
  }

  /** An organizations operation. */
  static Operation onOrganization(String name, Handler handler, Shape.Member... members) {
    return new Operation(Service.ORGANIZATIONS, name, Shape.structure(members), handler);
  }

  private static Operation of(
      Service service, String name, Handler handler, Shape.Member first, Shape.Member... rest) {
    var members = new ArrayList<Shape.Member>();
    members.add(first);
    members.addAll(Arrays.asList(rest));
    return new Operation(service, name, new Shape.Structure(List.copyOf(members)), handler);
  }
}
