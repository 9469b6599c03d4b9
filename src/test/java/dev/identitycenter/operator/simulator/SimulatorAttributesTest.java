package dev.identitycenter.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssoadmin.model.AccessControlAttribute;
import software.amazon.awssdk.services.ssoadmin.model.ConflictException;
import software.amazon.awssdk.services.ssoadmin.model.DescribeInstanceAccessControlAttributeConfigurationResponse;
import software.amazon.awssdk.services.ssoadmin.model.InstanceAccessControlAttributeConfigurationStatus;
import software.amazon.awssdk.services.ssoadmin.model.ResourceNotFoundException;

class SimulatorAttributesTest {
  private final SimulatorFixture aws = new SimulatorFixture();

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void attributesAreEnabledAfterAWhile() {
    assertThatThrownBy(this::describe).isInstanceOf(ResourceNotFoundException.class);

    create();

    assertThat(describe().status())
        .isEqualTo(InstanceAccessControlAttributeConfigurationStatus.CREATION_IN_PROGRESS);
    aws.pass();
    assertThat(describe().status())
        .isEqualTo(InstanceAccessControlAttributeConfigurationStatus.ENABLED);
    assertThat(
            describe()
                .instanceAccessControlAttributeConfiguration()
                .accessControlAttributes()
                .get(0)
                .key())
        .isEqualTo("CostCenter");
    assertThatThrownBy(this::create).isInstanceOf(ConflictException.class);
  }

  private void create() {
    var attribute =
        AccessControlAttribute.builder()
            .key("CostCenter")
            .value(value -> value.source("${path:enterprise.costCenter}"))
            .build();
    aws.sso()
        .createInstanceAccessControlAttributeConfiguration(
            request ->
                request
                    .instanceArn(aws.instance())
                    .instanceAccessControlAttributeConfiguration(
                        configuration -> configuration.accessControlAttributes(attribute)));
  }

  private DescribeInstanceAccessControlAttributeConfigurationResponse describe() {
    return aws.sso()
        .describeInstanceAccessControlAttributeConfiguration(
            request -> request.instanceArn(aws.instance()));
  }
}
