package dev.identitycenter.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the operator until it is told to stop. */
@Command(
    name = "run",
    description =
        "Runs the operator. Each option can also be given as the environment variable named with it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {

  private static final Logger LOGGER = LoggerFactory.getLogger(RunCommand.class);
  private static final int CONFIGURATION_ERROR = 2;
  private static final int CLUSTER_ERROR = 3;

  private final Map<String, String> given = new HashMap<>();

  @Option(
      names = "--instance-arn",
      paramLabel = "ARN",
      description = {
        "INSTANCE_ARN: the Identity Center instance; needed only where AWS shows more "
            + "than one.",
        "Default: the one AWS shows."
      })
  void instanceArn(String value) {
    given.put("INSTANCE_ARN", value);
  }

  @Option(
      names = "--watch-namespaces",
      paramLabel = "NAMES",
      description = {
        "WATCH_NAMESPACES: comma-separated names of the namespaces to work in. With it, "
            + "CLUSTER_ID is needed where the operator may not read namespace kube-system.",
        "Default: all."
      })
  void watchNamespaces(String value) {
    given.put("WATCH_NAMESPACES", value);
  }

  @Option(
      names = "--resync-interval",
      paramLabel = "DURATION",
      description = {
        "RESYNC_INTERVAL: how often settled objects are compared with AWS, spread over the interval; "
            + "who principals are is read again every sixth time.",
        "Default: PT10M."
      })
  void resyncInterval(String value) {
    given.put("RESYNC_INTERVAL", value);
  }

  @Option(
      names = "--api-rate",
      paramLabel = "N",
      description = {
        "API_RATE: calls to AWS per second. AWS allows 20 for everybody in the "
            + "organization together.",
        "Default: 18."
      })
  void apiRate(String value) {
    given.put("API_RATE", value);
  }

  @Option(
      names = "--async-slots",
      paramLabel = "N",
      description = {
        "ASYNC_SLOTS: assignments being created or deleted at a time. AWS allows 15.",
        "Default: 15."
      })
  void asyncSlots(String value) {
    given.put("ASYNC_SLOTS", value);
  }

  @Option(
      names = "--provision-slots",
      paramLabel = "N",
      description = {
        "PROVISION_SLOTS: permission sets being provisioned at a time. AWS allows 3.",
        "Default: 3."
      })
  void provisionSlots(String value) {
    given.put("PROVISION_SLOTS", value);
  }

  @Option(
      names = "--allowed-accounts",
      paramLabel = "IDS",
      description = {
        "ALLOWED_ACCOUNTS: comma-separated ids of the only accounts that may be assigned. "
            + "No manifest can widen it.",
        "Default: all."
      })
  void allowedAccounts(String value) {
    given.put("ALLOWED_ACCOUNTS", value);
  }

  @Option(
      names = "--denied-accounts",
      paramLabel = "IDS",
      description = {
        "DENIED_ACCOUNTS: comma-separated ids of accounts that may not be assigned; wins "
            + "over ALLOWED_ACCOUNTS.",
        "Default: none."
      })
  void deniedAccounts(String value) {
    given.put("DENIED_ACCOUNTS", value);
  }

  @Option(
      names = "--allow-management-account",
      paramLabel = "BOOL",
      description = {
        "ALLOW_MANAGEMENT_ACCOUNT: permits assignments in the organization's management "
            + "account.",
        "Default: false."
      })
  void allowManagementAccount(String value) {
    given.put("ALLOW_MANAGEMENT_ACCOUNT", value);
  }

  @Option(
      names = "--permission-set-prefix",
      paramLabel = "PREFIX",
      description = {
        "PERMISSION_SET_PREFIX: what names of permission sets in AWS have to begin with, "
            + "both for managing and for assigning them.",
        "Default: none."
      })
  void permissionSetPrefix(String value) {
    given.put("PERMISSION_SET_PREFIX", value);
  }

  @Option(
      names = "--dry-run",
      paramLabel = "BOOL",
      description = {
        "DRY_RUN: plans and reports in status, writes nothing to AWS.",
        "Default: false."
      })
  void dryRun(String value) {
    given.put("DRY_RUN", value);
  }

  @Option(
      names = "--safety-stop-percent",
      paramLabel = "N",
      description = {
        "SAFETY_STOP_PERCENT: share of settled assignments that may differ from AWS "
            + "before nothing is corrected any more.",
        "Default: 20."
      })
  void safetyStopPercent(String value) {
    given.put("SAFETY_STOP_PERCENT", value);
  }

  @Option(
      names = "--cluster-id",
      paramLabel = "ID",
      description = {
        "CLUSTER_ID: names this cluster in ownership tags. Set it in production, so that "
            + "a cluster rebuilt from Git recognises its permission sets.",
        "Default: uid of namespace kube-system."
      })
  void clusterId(String value) {
    given.put("CLUSTER_ID", value);
  }

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = {
        "HTTP_PORT: port of /livez, /readyz and /metrics; 0 takes any free one.",
        "Default: 8080."
      })
  void httpPort(String value) {
    given.put("HTTP_PORT", value);
  }

  @Option(
      names = "--leader-election",
      paramLabel = "BOOL",
      description = {
        "LEADER_ELECTION: only the holder of a lease works; the chart sets true.",
        "Default: false."
      })
  void leaderElection(String value) {
    given.put("LEADER_ELECTION", value);
  }

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = {
        "LOG_FORMAT: how a line of the log looks; json is one object with each value a field.",
        "Default: text."
      })
  void logFormat(String value) {
    given.put("LOG_FORMAT", value);
  }

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = {
        "LOG_LEVEL: what is below it is not logged. DEBUG shows user names and mail addresses, "
            + "INFO only ids.",
        "Default: INFO."
      })
  void logLevel(String value) {
    given.put("LOG_LEVEL", value);
  }

  @Override
  public Integer call() throws InterruptedException {
    OperatorConfig config;
    try {
      config = OperatorConfig.of(name -> given.getOrDefault(name, System.getenv(name)));
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
}
