package dev.identitycenter.operator.accountassignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.testing.Fixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentTest {

  /** The permission set lives in namespace "access". */
  @ParameterizedTest(name = "{0} for {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                          | team-a | false",
        "allowedNamespaces: {}                                       | team-a | false",
        "allowedNamespaces: {names: [team-a]}                        | team-a | false",
        "allowedNamespaces: {from: Same}                             | team-a | false",
        "allowedNamespaces: {from: Same}                             | access | true",
        "allowedNamespaces: {from: Same, names: [team-a]}            | team-a | false",
        "allowedNamespaces: {from: All}                              | team-a | true",
        "allowedNamespaces: {from: Listed}                           | team-a | false",
        "allowedNamespaces: {from: Listed, names: []}                | team-a | false",
        "allowedNamespaces: {from: Listed, names: [team-b]}          | team-a | false",
        "allowedNamespaces: {from: Listed, names: [team-b, team-a]}  | team-a | true",
        "allowedNamespaces: {from: Listed, names: [team]}            | team-a | false"
      })
  void isGivenOnlyWhereTheOwnerSaysSo(String spec, String namespace, boolean given) {
    // Given
    var set = Fixtures.permissionSet("read-only", spec);

    // When
    var consent = Consent.isGiven(set, namespace);

    // Then
    assertThat(consent).isEqualTo(given);
  }
}
