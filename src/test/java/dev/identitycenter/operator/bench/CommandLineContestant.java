package dev.identitycenter.operator.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.identitycenter.operator.bench.Workload.Grant;
import dev.identitycenter.operator.simulator.Assignment.PrincipalType;
import dev.identitycenter.operator.simulator.Simulator;
import dev.identitycenter.operator.testing.LocalAws;
import dev.identitycenter.operator.testing.cluster.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The commands of the article, one after another, with the AWS CLI: each assignment is created and
 * then described, again and again, until it succeeded.
 */
final class CommandLineContestant implements Contestant {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int mostGrants;

  /** The first {@code mostGrants} of a workload are all it does, because it takes so long. */
  CommandLineContestant(int mostGrants) {
    this.mostGrants = mostGrants;
  }

  @Override
  public String name() {
    return "AWS CLI";
  }

  @Override
  public Optional<String> obstacle() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":", -1)).anyMatch(folder -> isExecutable(folder, "aws"))
        ? Optional.empty()
        : Optional.of("AWS CLI not installed");
  }

  private static boolean isExecutable(String folder, String program) {
    return Files.isExecutable(Path.of(folder, program));
  }

  @Override
  public Workload share(Workload workload) {
    return workload.first(mostGrants);
  }

  @Override
  public Run grant(Workload workload, Simulator simulator) {
    try (var aws = new LocalAws(simulator.endpoint())) {
      var start = Instant.now();
      new Session(aws.environment()).grant(workload);
      var wall = Duration.between(start, Instant.now());
      return new Run(wall, AwsUse.of(simulator.journal()), Optional.empty());
    }
  }

  /** What the user of the article types, and the answers they copy from. */
  private static final class Session {
    private final Map<String, String> environment;
    private final Map<String, String> setArns = new HashMap<>();
    private final Map<String, String> principalIds = new HashMap<>();
    private final String instanceArn;
    private final String identityStoreId;

    Session(Map<String, String> environment) {
      this.environment = environment;
      var instance = aws("sso-admin", "list-instances").at("/Instances/0");
      instanceArn = instance.path("InstanceArn").asText();
      identityStoreId = instance.path("IdentityStoreId").asText();
    }

    void grant(Workload workload) {
      workload.sets().forEach(this::create);
      workload.grants().forEach(this::create);
    }

    private void create(Workload.WantedSet set) {
      var arn =
          ssoAdmin("create-permission-set", "--name", set.name())
              .at("/PermissionSet/PermissionSetArn")
              .asText();
      setArns.put(set.name(), arn);
      set.policies()
          .forEach(
              policy ->
                  ssoAdmin(
                      "attach-managed-policy-to-permission-set",
                      "--permission-set-arn",
                      arn,
                      "--managed-policy-arn",
                      policy));
    }

    private void create(Grant grant) {
      var principalId =
          principalIds.computeIfAbsent(grant.type() + grant.principal(), key -> idOf(grant));
      var status =
          ssoAdmin(
                  "create-account-assignment",
                  "--permission-set-arn",
                  setArns.get(grant.set()),
                  "--target-type",
                  "AWS_ACCOUNT",
                  "--target-id",
                  grant.accountId(),
                  "--principal-type",
                  grant.type().name(),
                  "--principal-id",
                  principalId)
              .path("AccountAssignmentCreationStatus");
      var request = status.path("RequestId").asText();
      while (!status.path("Status").asText().equals("SUCCEEDED")) {
        if (status.path("Status").asText().equals("FAILED")) {
          throw new IllegalStateException("AWS failed to create an assignment: " + status);
        }
        status =
            ssoAdmin(
                    "describe-account-assignment-creation-status",
                    "--account-assignment-creation-request-id",
                    request)
                .path("AccountAssignmentCreationStatus");
      }
    }

    private String idOf(Grant grant) {
      var user = grant.type() == PrincipalType.USER;
      var answer =
          aws(
              "identitystore",
              user ? "list-users" : "list-groups",
              "--identity-store-id",
              identityStoreId,
              "--filters",
              "AttributePath=%s,AttributeValue=%s"
                  .formatted(user ? "UserName" : "DisplayName", grant.principal()));
      return answer.at(user ? "/Users/0/UserId" : "/Groups/0/GroupId").asText();
    }

    private JsonNode ssoAdmin(String operation, String... arguments) {
      var all = new ArrayList<>(List.of("sso-admin", operation, "--instance-arn", instanceArn));
      all.addAll(List.of(arguments));
      return aws(all.toArray(String[]::new));
    }

    private JsonNode aws(String... arguments) {
      var command = new ArrayList<>(List.of("aws", "--output", "json"));
      command.addAll(List.of(arguments));
      var result = Command.runWith(environment, command);
      if (!result.succeeded()) {
        throw new IllegalStateException(
            String.join(" ", command) + ": " + String.join(" ", result.errors()));
      }
      try {
        return JSON.readTree(result.output());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Reading the answer of " + String.join(" ", command), e);
      }
    }
  }
}
