package dev.identitycenter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.OperatorConfig.InvalidConfigException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class OperatorConfigTest {

  @Test
  void worksWithoutAnyValue() throws InvalidConfigException {
    // When
    var config = config(Map.of());

    // Then
    assertThat(config.instanceArn()).isEmpty();
    assertThat(config.namespaces()).isEmpty();
    assertThat(config.resyncInterval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.apiRate()).isEqualTo(18);
    assertThat(config.asyncSlots()).isEqualTo(15);
    assertThat(config.provisionSlots()).isEqualTo(3);
    assertThat(config.allowedAccounts()).isEmpty();
    assertThat(config.deniedAccounts()).isEmpty();
    assertThat(config.allowManagementAccount()).isFalse();
    assertThat(config.permissionSetPrefix()).isEmpty();
    assertThat(config.dryRun()).isFalse();
    assertThat(config.safetyStopPercent()).isEqualTo(20);
    assertThat(config.clusterId()).isEmpty();
    assertThat(config.httpPort()).isEqualTo(8080);
    assertThat(config.leaderElection()).isFalse();
    assertThat(config.logFormat()).isEqualTo(Logging.Format.text);
    assertThat(config.logLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void readsEveryValue() throws InvalidConfigException {
    // Given
    var values =
        Map.ofEntries(
            Map.entry("INSTANCE_ARN", "arn:aws:sso:::instance/ssoins-0123456789abcdef"),
            Map.entry("WATCH_NAMESPACES", "team-b, team-a"),
            Map.entry("RESYNC_INTERVAL", "PT1H"),
            Map.entry("API_RATE", "5"),
            Map.entry("ASYNC_SLOTS", "4"),
            Map.entry("PROVISION_SLOTS", "1"),
            Map.entry("ALLOWED_ACCOUNTS", "111122223333,444455556666"),
            Map.entry("DENIED_ACCOUNTS", "777788889999"),
            Map.entry("ALLOW_MANAGEMENT_ACCOUNT", "true"),
            Map.entry("PERMISSION_SET_PREFIX", "k8s-"),
            Map.entry("DRY_RUN", "true"),
            Map.entry("SAFETY_STOP_PERCENT", "100"),
            Map.entry("CLUSTER_ID", "production-eu"),
            Map.entry("HTTP_PORT", "0"),
            Map.entry("LEADER_ELECTION", "true"),
            Map.entry("LOG_FORMAT", "json"),
            Map.entry("LOG_LEVEL", "debug"));

    // When
    var config = config(values);

    // Then
    assertThat(config.instanceArn()).contains("arn:aws:sso:::instance/ssoins-0123456789abcdef");
    assertThat(config.namespaces()).isEqualTo(Set.of("team-a", "team-b"));
    assertThat(config.resyncInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(config.apiRate()).isEqualTo(5);
    assertThat(config.asyncSlots()).isEqualTo(4);
    assertThat(config.provisionSlots()).isEqualTo(1);
    assertThat(config.allowedAccounts()).isEqualTo(Set.of("111122223333", "444455556666"));
    assertThat(config.deniedAccounts()).isEqualTo(Set.of("777788889999"));
    assertThat(config.allowManagementAccount()).isTrue();
    assertThat(config.permissionSetPrefix()).isEqualTo("k8s-");
    assertThat(config.dryRun()).isTrue();
    assertThat(config.safetyStopPercent()).isEqualTo(100);
    assertThat(config.clusterId()).contains("production-eu");
    assertThat(config.httpPort()).isZero();
    assertThat(config.leaderElection()).isTrue();
    assertThat(config.logFormat()).isEqualTo(Logging.Format.json);
    assertThat(config.logLevel()).isEqualTo(Level.DEBUG);
  }

  @Test
  void takesABlankValueForNone() throws InvalidConfigException {
    // When
    var config = config(Map.of("API_RATE", "  ", "ALLOWED_ACCOUNTS", "", "INSTANCE_ARN", " "));

    // Then
    assertThat(config).isEqualTo(config(Map.of()));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "INSTANCE_ARN,             arn:aws:sso:::instance/ins",
    "INSTANCE_ARN,             arn:aws:iam::111122223333:role/x",
    "WATCH_NAMESPACES,         Team",
    "WATCH_NAMESPACES,         'team-a,'",
    "WATCH_NAMESPACES,         'team-a,,team-b'",
    "RESYNC_INTERVAL,          10m",
    "RESYNC_INTERVAL,          PT9S",
    "RESYNC_INTERVAL,          -PT1H",
    "API_RATE,                 0",
    "API_RATE,                 21",
    "API_RATE,                 many",
    "ASYNC_SLOTS,              0",
    "ASYNC_SLOTS,              16",
    "PROVISION_SLOTS,          0",
    "PROVISION_SLOTS,          4",
    "ALLOWED_ACCOUNTS,         1111",
    "ALLOWED_ACCOUNTS,         '111122223333;444455556666'",
    "DENIED_ACCOUNTS,          1111222233334",
    "ALLOW_MANAGEMENT_ACCOUNT, yes",
    "PERMISSION_SET_PREFIX,    a b",
    "DRY_RUN,                  True",
    "SAFETY_STOP_PERCENT,      101",
    "SAFETY_STOP_PERCENT,      -1",
    "CLUSTER_ID,               a/b",
    "HTTP_PORT,                65536",
    "LEADER_ELECTION,          1",
    "LOG_FORMAT,               xml",
    "LOG_LEVEL,                LOUD"
  })
  void refusesAWrongValueAndNamesIt(String name, String value) {
    // When
    var mistake = assertThatThrownBy(() -> config(Map.of(name, value)));

    // Then
    mistake.isInstanceOf(InvalidConfigException.class).hasMessageContaining(name + " is \"");
  }

  @Test
  void tellsAllMistakesTogether() {
    // When
    var mistakes =
        assertThatThrownBy(
            () ->
                config(
                    Map.of(
                        "API_RATE", "100",
                        "DRY_RUN", "maybe",
                        "ALLOWED_ACCOUNTS", "1,2",
                        "LOG_FORMAT", "xml",
                        "LOG_LEVEL", "LOUD")));

    // Then
    mistakes.hasMessage(
        """
        The configuration is wrong:
          - API_RATE is "100" but must be a number from 1 to 20
          - ALLOWED_ACCOUNTS is "1" but must be a list like 111122223333,444455556666
          - ALLOWED_ACCOUNTS is "2" but must be a list like 111122223333,444455556666
          - DRY_RUN is "maybe" but must be true or false
          - LOG_FORMAT is "xml" but must be one of text, json
          - LOG_LEVEL is "LOUD" but must be one of ERROR, WARN, INFO, DEBUG, TRACE""");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sso:::instance/ssoins-0123456789abcdef",
    "arn:aws-cn:sso:::instance/ssoins-0123456789abcdef",
    "arn:aws-us-gov:sso:::instance/ssoins-0123456789abcdef"
  })
  void acceptsInstancesOfEveryPartition(String arn) throws InvalidConfigException {
    // When
    var config = config(Map.of("INSTANCE_ARN", arn));

    // Then
    assertThat(config.instanceArn()).contains(arn);
  }

  private static OperatorConfig config(Map<String, String> values) throws InvalidConfigException {
    return OperatorConfig.of(values::get);
  }
}
