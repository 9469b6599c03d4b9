package dev.identitycenter.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.testing.FakeObjects;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.ManualBackground;
import dev.identitycenter.operator.testing.MutableClock;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagedObjectsTest {

  private final ManagedObjects objects =
      new FakeObjects().seenBy(new ManualBackground(MutableClock.standing()));

  /** Who waits for AWS asks again with each run, for hours if AWS is away so long. */
  @Test
  void hasOneWakeForEachObjectHoweverOftenItRuns() {
    // Given
    var assignment = Fixtures.assignment("readers", "read-only", "readers", "111122223333");
    var another = Fixtures.assignment("writers", "read-only", "writers", "111122223333");
    var set = Fixtures.permissionSet("readers", "{}");

    // When
    var wakes = new HashSet<Runnable>();
    for (int run = 0; run < 10; run++) {
      List.of(assignment, another, set).forEach(object -> wakes.add(objects.wakeOf(object)));
    }

    // Then
    assertThat(wakes).hasSize(3);
  }
}
