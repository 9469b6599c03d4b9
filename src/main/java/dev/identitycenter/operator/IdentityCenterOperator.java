package dev.identitycenter.operator;

import dev.identitycenter.operator.accountassignment.AccountAssignmentKind;
import dev.identitycenter.operator.accountassignment.AccountFence;
import dev.identitycenter.operator.api.v1alpha1.ApiGroup;
import dev.identitycenter.operator.background.BackgroundThreads;
import dev.identitycenter.operator.background.Pulse;
import dev.identitycenter.operator.background.Tempo;
import dev.identitycenter.operator.background.Workers;
import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.budget.WorkflowSlots;
import dev.identitycenter.operator.directory.AccountDirectory;
import dev.identitycenter.operator.directory.AssignmentListings;
import dev.identitycenter.operator.directory.DelegateLimits;
import dev.identitycenter.operator.directory.OutdatedRoles;
import dev.identitycenter.operator.directory.PermissionSetDirectory;
import dev.identitycenter.operator.directory.PrincipalDirectory;
import dev.identitycenter.operator.events.DriftReporter;
import dev.identitycenter.operator.events.EventPublisher;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.aws.AwsIdentityCenter;
import dev.identitycenter.operator.metrics.OperatorMetrics;
import dev.identitycenter.operator.objects.ManagedObjects;
import dev.identitycenter.operator.objects.NameFence;
import dev.identitycenter.operator.objects.Shared;
import dev.identitycenter.operator.permissionset.OwnershipTag;
import dev.identitycenter.operator.permissionset.PermissionSetKind;
import dev.identitycenter.operator.requests.RequestTracker;
import dev.identitycenter.operator.safety.SafetyStop;
import dev.identitycenter.operator.server.OperatorServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: everything put together, started and stopped in the right order. */
final class IdentityCenterOperator implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(IdentityCenterOperator.class);

  /** One stable name, so that users can tell what we wrote. */
  private static final String FIELD_MANAGER = "identity-center-operator";

  private static final String LEASE = "identity-center-operator";

  /**
   * As many calls as the AWS rate admits while each takes most of a second. More would only take
   * the processor from each other when thousands of objects come up together.
   */
  private static final int WORKERS = 16;

  private static final int BACKGROUND_THREADS = 3;

  /**
   * Calls per second to AWS Organizations, which allows 8 for the account list and shares them
   * among all its callers (Organizations user guide, quotas).
   */
  private static final int ORGANIZATIONS_RATE = 5;

  private static final Duration AWS_CHECK = Duration.ofSeconds(10);
  private static final Duration TERMINATION = Duration.ofSeconds(20);
  private static final int LEASE_LOST = 4;

  private final OperatorConfig config;
  private final Tempo tempo;
  private final Pulse pulse;
  private final BackgroundThreads background;
  private final OperatorMetrics metrics;
  private final AwsIdentityCenter identityCenter;
  private final AccountDirectory accounts;
  private final DelegateLimits limits;
  private final ManagedObjects objects;
  private final Operator operator;
  private final OperatorServer server;
  private volatile boolean awsAnswered;
  private final KubernetesClient client;
  private final String identity = UUID.randomUUID().toString();
  private volatile boolean leading;
  private volatile boolean stopping;

  IdentityCenterOperator(OperatorConfig config, KubernetesClient client) {
    this(config, client, Tempo.real());
  }

  IdentityCenterOperator(OperatorConfig config, KubernetesClient client, Tempo tempo) {
    this.config = config;
    this.client = client;
    this.tempo = tempo;
    var clock = tempo.clock();
    pulse = new Pulse(clock);
    background = new BackgroundThreads(BACKGROUND_THREADS, tempo, pulse);
    objects = new ManagedObjects(background);
    metrics = new OperatorMetrics(Version.current(), clock);
    metrics.watch(objects);
    identityCenter =
        new AwsIdentityCenter(
            new RequestRate(config.apiRate(), tempo),
            new RequestRate(Math.min(ORGANIZATIONS_RATE, config.apiRate()), tempo),
            new CallSteps(pulse, metrics),
            config.instanceArn(),
            config.dryRun());
    accounts = new AccountDirectory(identityCenter.accounts(), config.resyncInterval(), clock);
    limits = new DelegateLimits(identityCenter, accounts, clock);
    var slots = new WorkflowSlots(config.asyncSlots(), config.provisionSlots(), clock);
    metrics.watch(slots);
    var shared = shared(client, slots, clock);
    var clusterId = config.clusterId().orElseGet(() -> ClusterChecks.clusterId(client));
    operator = new Operator(overrides -> configure(overrides, client));
    operator.register(
        PermissionSetKind.reconciler(shared, new OwnershipTag(clusterId)), this::configure);
    operator.register(
        AccountAssignmentKind.reconciler(
            shared,
            new AccountFence(
                config.allowedAccounts(),
                config.deniedAccounts(),
                config.allowManagementAccount())),
        overrides -> {
          configure(overrides);
          overrides.withGenericFilter(assignment -> objects.assignmentsMayRun());
        });
    server = new OperatorServer(config.httpPort(), metrics::scrape, this::isAlive, this::isReady);
  }

  private Shared shared(KubernetesClient client, WorkflowSlots slots, Clock clock) {
    var listings =
        new AssignmentListings(identityCenter.assignments(), config.apiRate(), background, clock);
    var events = new EventPublisher(client, clock);
    var safetyStop =
        new SafetyStop(config.safetyStopPercent(), config.resyncInterval().dividedBy(2), clock);
    metrics.watch(safetyStop);
    return new Shared(
        identityCenter,
        objects,
        new RequestTracker(identityCenter, slots, listings, config.apiRate(), background, clock),
        slots,
        listings,
        new PermissionSetDirectory(identityCenter.permissionSets(), clock),
        new PrincipalDirectory(
            identityCenter.principals(), Shared.directoryAge(config.resyncInterval()), clock),
        accounts,
        new OutdatedRoles(),
        limits,
        new NameFence(config.permissionSetPrefix()),
        events,
        new DriftReporter(events, metrics::drifted),
        metrics.runs(),
        safetyStop,
        background,
        tempo,
        config.resyncInterval(),
        config.apiRate(),
        config.dryRun());
  }

  private void configure(ConfigurationServiceOverrider overrides, KubernetesClient client) {
    overrides
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withUseSSAToPatchPrimaryResource(true)
        .withExecutorService(new Workers(WORKERS, pulse))
        .withReconciliationTerminationTimeout(TERMINATION)
        .withMetrics(metrics.runs());
    if (config.leaderElection()) {
      overrides.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
              // The framework would exit while we stop, which waits for ever inside a shutdown
              // hook.
              .withExitOnStopLeading(false)
              .withIdentity(identity)
              .withLeaderCallbacks(
                  new LeaderCallbacks(this::startLeading, this::stopLeading, leader -> {}))
              .build());
    } else {
      metrics.leading(true);
    }
  }

  private void startLeading() {
    leading = true;
    metrics.leading(true);
    background.after(Duration.ZERO, this::prepareDirectories);
  }

  /** Called when we give up the lease because we stop, and when somebody else may have it. */
  private void stopLeading() {
    metrics.leading(false);
    if (!stopping) {
      LOGGER.error("Lost the lease {}; ending at once, so that two never write to AWS", LEASE);
      Runtime.getRuntime().halt(LEASE_LOST);
    }
  }

  private <R extends HasMetadata> void configure(ControllerConfigurationOverrider<R> overrides) {
    overrides
        .withFinalizer(ApiGroup.FINALIZER)
        .withFieldManager(FIELD_MANAGER)
        // The framework gives up after five attempts unless told otherwise.
        .withRetry(new GenericRetry().withoutMaxAttempts().setMaxInterval(60_000))
        .withReconciliationMaxInterval(null);
    if (!config.namespaces().isEmpty()) {
      overrides.settingNamespaces(config.namespaces());
    }
  }

  /** Returns once the caches are filled; with leader election, a standby fills them too. */
  void start() {
    server.start();
    checkAws();
    operator.start();
    objects.completed();
    LOGGER.atInfo().addKeyValue("httpPort", server.port()).log("Started");
  }

  int httpPort() {
    return server.port();
  }

  private boolean isAlive() {
    return operator.getRuntimeInfo().isStarted() && pulse.isRegular();
  }

  private boolean isReady() {
    return objects.isComplete() && awsAnswered;
  }

  /** Says at the start what is wrong with the connection to AWS, and again until it works. */
  private void checkAws() {
    background.after(
        Duration.ZERO,
        () -> {
          try {
            var instance = identityCenter.instance();
            awsAnswered = true;
            LOGGER
                .atInfo()
                .addKeyValue("instanceArn", instance.arn())
                .log("Found the Identity Center instance");
            if (!config.leaderElection()) {
              prepareDirectories();
            }
          } catch (IdentityCenterException failure) {
            LOGGER.warn("{}", failure.getMessage());
            background.after(AWS_CHECK, this::checkAws);
          }
        });
  }

  /** Whether it succeeds matters to nobody yet; who needs an answer asks again. */
  private void prepareDirectories() {
    try {
      accounts.prepare();
      limits.prepare();
    } catch (IdentityCenterException failure) {
      LOGGER.warn("{}", failure.getMessage());
    }
  }

  @Override
  public void close() {
    stopping = true;
    operator.stop();
    background.close();
    giveUpLease();
    server.close();
    identityCenter.close();
    LOGGER.info("Stopped");
  }

  /**
   * Whoever waits for the lease goes on at once. The framework's own release is lost when the JVM
   * ends meanwhile; this one is answered before we end, and comes when no work runs any more.
   */
  private void giveUpLease() {
    if (!leading) {
      return;
    }
    try {
      var lease = client.leases().inNamespace(client.getNamespace()).withName(LEASE);
      if (identity.equals(lease.require().getSpec().getHolderIdentity())) {
        lease.edit(
            held -> new LeaseBuilder(held).editSpec().withHolderIdentity("").endSpec().build());
      }
    } catch (KubernetesClientException | ResourceNotFoundException failure) {
      LOGGER.warn("Lease {} not given up; another replica waits until it expires", LEASE, failure);
    }
  }
}
