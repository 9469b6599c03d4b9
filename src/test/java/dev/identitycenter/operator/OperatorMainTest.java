package dev.identitycenter.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorMainTest {

  private final PrintStream realOutput = System.out;
  private final PrintStream realErrors = System.err;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(output, true, UTF_8));
    System.setErr(new PrintStream(errors, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(realOutput);
    System.setErr(realErrors);
  }

  @Test
  void printsItsVersion() {
    // When
    var code = OperatorMain.execute("version");

    // Then
    assertThat(code).isZero();
    // Other tests may log meanwhile.
    assertThat(output.toString(UTF_8).lines()).contains("development");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-V", "--version"})
  void printsItsNameAndVersion(String option) {
    // When
    var code = OperatorMain.execute(option);

    // Then
    assertThat(code).isZero();
    assertThat(output.toString(UTF_8).lines()).contains("identity-center-operator development");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void listsItsSubCommands(String option) {
    // When
    var code = OperatorMain.execute(option);

    // Then
    assertThat(code).isZero();
    assertThat(output.toString(UTF_8)).contains("run", "version");
  }

  @Test
  void namesTheEnvironmentVariableOfEachOption() {
    // When
    var code = OperatorMain.execute("run", "--help");

    // Then
    assertThat(code).isZero();
    assertThat(output.toString(UTF_8).replaceAll("\\s+", " "))
        .contains(
            List.of(
                "--api-rate=N API_RATE:",
                "--allowed-accounts=IDS ALLOWED_ACCOUNTS:",
                "--dry-run=BOOL DRY_RUN:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bogus", "bogus"})
  void refusesWhatItDoesNotKnow(String argument) {
    // When
    var code = OperatorMain.execute(argument);

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(errors.toString(UTF_8)).contains(argument);
  }

  @Test
  void refusesAWrongConfigurationBeforeItConnectsAnywhere() {
    // When
    var code = OperatorMain.execute("--api-rate=100", "--dry-run=maybe");

    // Then
    assertThat(code).isEqualTo(2);
  }
}
