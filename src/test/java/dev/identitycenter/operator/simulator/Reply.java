package dev.identitycenter.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What goes back to the client.
 *
 * @param result what the journal notes
 * @param status HTTP status, 0 to close the connection
 */
record Reply(String result, int status, ObjectNode body) {
  static final Reply DROPPED = new Reply(Call.CONNECTION_CLOSED, 0, Json.object());

  static Reply ok(ObjectNode body) {
    return new Reply(Call.OK, 200, body);
  }

  static Reply of(AwsException error) {
    return new Reply(error.code(), error.status(), error.body());
  }

  boolean isOk() {
    return status == 200;
  }

  boolean isDropped() {
    return status == 0;
  }
}
