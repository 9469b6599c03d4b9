package dev.identitycenter.operator.accountassignment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThroughputTest {

  @Test
  void grantsTenThousandInHardlyMoreTimeThanThePlacesAllow() {
    // When
    var granted = VirtualOrganization.grant();

    // Then
    assertThat(granted.ratio()).as(granted.toString()).isLessThanOrEqualTo(1.06);
    assertThat(granted.mostAtOnce()).isEqualTo(15);
    assertThat(granted.creations()).isEqualTo(VirtualOrganization.size());
  }
}
