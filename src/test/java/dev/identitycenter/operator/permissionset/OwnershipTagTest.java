package dev.identitycenter.operator.permissionset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.testing.Fixtures;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTagTest {

  @Test
  void namesClusterNamespaceAndObject() {
    // When
    var value =
        new OwnershipTag("production-eu").valueFor(Fixtures.permissionSet("read-only", "{}"));

    // Then
    assertThat(value).isEqualTo("production-eu/access/read-only");
  }

  @Test
  void fitsWhatAwsAllowsWithTheLongestNames() {
    // Given
    var object = Fixtures.permissionSet("n".repeat(63), "{}");
    object.getMetadata().setNamespace("s".repeat(63));

    // When
    var value = new OwnershipTag("c".repeat(63)).valueFor(object);

    // Then
    assertThat(value).hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void findsTheHolderAmongOtherTags() {
    // When
    var holder = OwnershipTag.holder(Map.of("team", "data", OwnershipTag.KEY, "c/n/o"));

    // Then
    assertThat(holder).contains("c/n/o");
  }

  @Test
  void findsNoHolderWithoutTheTag() {
    // When
    var holder = OwnershipTag.holder(Map.of("owner", "c/n/o"));

    // Then
    assertThat(holder).isEmpty();
  }
}
