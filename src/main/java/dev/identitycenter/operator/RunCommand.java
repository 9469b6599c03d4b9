package dev.identitycenter.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Runs the operator until it is told to stop. */
@Command(
    name = "run",
    description =
        "Runs the operator. Each option can also be given as the environment variable named with it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = RunCommand.SettingsAsOptions.class)
final class RunCommand implements Callable<Integer> {

  private static final Logger LOGGER = LoggerFactory.getLogger(RunCommand.class);
  private static final int CONFIGURATION_ERROR = 2;
  private static final int CLUSTER_ERROR = 3;

  @Spec private CommandSpec spec;

  /** Makes an option of each setting. */
  static final class SettingsAsOptions implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      for (var setting : Setting.values()) {
        spec.addOption(
            OptionSpec.builder(setting.option())
                .type(String.class)
                .paramLabel(setting.valueKind())
                .description(
                    setting + ": " + setting.meaning(), "Default: " + setting.fallback() + ".")
                .build());
      }
      return spec;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    OperatorConfig config;
    try {
      config = OperatorConfig.of(this::valueOf);
    } catch (OperatorConfig.InvalidConfigException invalid) {
      Logging.use(invalid.logFormat());
      LOGGER.error("{}", invalid.getMessage());
      return CONFIGURATION_ERROR;
    }
    Logging.use(config.logFormat());
    Logging.use(config.logLevel());
    try (var client = KubernetesClients.create()) {
      ClusterChecks.checkKinds(client, config.namespaces());
      var operator = new IdentityCenterOperator(config, client);
      Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "shutdown"));
      operator.start();
      Thread.currentThread().join();
      return 0;
    } catch (ClusterChecks.UnusableClusterException unusable) {
      LOGGER.error("{}", unusable.getMessage());
      return CLUSTER_ERROR;
    } catch (KubernetesClientException unreachable) {
      LOGGER.error("Cannot talk to the Kubernetes API server: {}", unreachable.getMessage());
      return CLUSTER_ERROR;
    }
  }

  /** The option wins over the environment variable. */
  private String valueOf(String variable) {
    var option = Setting.valueOf(variable).option();
    return spec.commandLine().getParseResult().matchedOptionValue(option, System.getenv(variable));
  }
}
