package dev.identitycenter.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitycenter.operator.simulator.Seed;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.simulator.SimulatorOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsStandInTest {

  private final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().seed(Seed.article()).build());
  private final AwsStandIn aws = new AwsStandIn(simulator.endpoint(), "local");

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void selectsAValue() throws Exception {
    // When
    var arn = run("sso-admin list-instances --query Instances[0].InstanceArn --output text");

    // Then
    assertThat(arn).startsWith("arn:aws:sso:::instance/ssoins-");
  }

  @Test
  void printsWholeAnswers() throws Exception {
    // Given
    var store = run("sso-admin list-instances --query Instances[0].IdentityStoreId --output text");

    // When
    var groups = run("identitystore list-groups --max-results 10 --identity-store-id " + store);

    // Then
    assertThat(groups).contains("\"Groups\"", "\"DisplayName\"");
  }

  @Test
  void tagsAPermissionSet() throws Exception {
    // Given
    var instance = run("sso-admin list-instances --query Instances[0].InstanceArn --output text");
    var set =
        run(
            "sso-admin create-permission-set --name Audit --query PermissionSet.PermissionSetArn --instance-arn "
                + instance);
    var resource = " --instance-arn " + instance + " --resource-arn " + set;

    // When
    var unused = run("sso-admin tag-resource --tags Key=team,Value=audit" + resource);

    // Then
    assertThat(run("sso-admin list-tags-for-resource --query Tags[0].Value" + resource))
        .isEqualTo("audit");
  }

  @Test
  void saysWhatAwsRefused() {
    assertThatThrownBy(() -> run("sso-admin list-permission-sets --instance-arn nonsense"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ListPermissionSets")
        .hasMessageContaining("ValidationException");
  }

  private String run(String command) throws Exception {
    return aws.run(List.of(command.split(" ", -1)));
  }
}
