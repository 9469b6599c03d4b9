package dev.identitycenter.operator.testing.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A running API server with its etcd, on free ports of the loopback interface, data in a temporary
 * folder, RBAC enforced. What it lacks of a cluster is in the package's description.
 *
 * <p>Both processes end with {@link #stop}, with the JVM, and when the JVM is killed. Not meant for
 * concurrent use, except the clients.
 */
public final class TestCluster implements AutoCloseable {
  private static final int START_ATTEMPTS = 3;
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final Duration CRD_LIMIT = Duration.ofSeconds(30);
  private static final long TOKEN_SECONDS = Duration.ofHours(2).toSeconds();

  private final Path programs;
  private final Path folder;
  private final int etcdPort = LoopbackPorts.pick();
  private final int apiServerPort = LoopbackPorts.pick();
  private final String adminToken = UUID.randomUUID().toString();
  private final Map<List<String>, KubernetesClient> clients = new ConcurrentHashMap<>();
  private final Thread shutdownHook = new Thread(this::endProcesses, "stop test cluster");
  private ServerProcess etcd;
  private ServerProcess apiServer;

  private TestCluster(Path programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /**
   * Starts a cluster and returns when it serves, usually after 3 seconds. Before that, missing
   * programs are built, which may take minutes.
   *
   * @throws IllegalStateException with one sentence that says what is missing, or with the end of
   *     the log of the server that does not start
   */
  public static TestCluster start() {
    var programs = Partners.provide("kube-apiserver", "etcd", "kubectl");
    for (var attempt = 1; ; attempt++) {
      var cluster = new TestCluster(programs, newFolder());
      try {
        cluster.launch();
        return cluster;
      } catch (RuntimeException e) {
        cluster.stop();
        // Between picking a port and listening on it somebody else may take it.
        if (attempt == START_ATTEMPTS
            || !String.valueOf(e.getMessage()).contains("address already in use")) {
          throw e;
        }
      }
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("identity-center-cluster-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() {
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    try {
      Files.writeString(folder.resolve("tokens.csv"), adminToken + ",admin,admin,system:masters\n");
      writeServiceAccountKeys();
      writeKubeconfig(kubeconfig(), adminToken, "default");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    etcd = ServerProcess.startOwning(folder, etcdCommand(), folder.resolve("etcd.log"));
    // The API server waits for etcd by itself.
    startApiServer();
    awaitUntil(
        "the system namespaces",
        () -> namespaceExists("default") && namespaceExists("kube-system"));
  }

  private List<String> etcdCommand() {
    var clientUrl = "http://127.0.0.1:" + etcdPort;
    return List.of(
        programs.resolve("etcd").toString(),
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + clientUrl,
        "--advertise-client-urls=" + clientUrl,
        // The only member talks to nobody, and etcd accepts any free port for that.
        "--listen-peer-urls=http://127.0.0.1:0",
        // The data does not survive the test run anyway.
        "--unsafe-no-fsync");
  }

  private List<String> apiServerCommand() {
    return List.of(
        programs.resolve("kube-apiserver").toString(),
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--bind-address=127.0.0.1",
        "--secure-port=" + apiServerPort,
        // Without these it looks for an address of the machine that other machines reach.
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--cert-dir=" + certificates(),
        "--service-cluster-ip-range=10.0.0.0/24",
        "--authorization-mode=RBAC",
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + folder.resolve("service-account.pub"),
        "--service-account-signing-key-file=" + folder.resolve("service-account.key"),
        // Its service accounts would be made by the controller manager, which does not run.
        "--disable-admission-plugins=ServiceAccount");
  }

  private Path certificates() {
    return folder.resolve("certificates");
  }

  private void writeServiceAccountKeys() throws IOException {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      Files.writeString(
          folder.resolve("service-account.key"), pem("PRIVATE KEY", pair.getPrivate()));
      Files.writeString(folder.resolve("service-account.pub"), pem("PUBLIC KEY", pair.getPublic()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has RSA", e);
    }
  }

  private static String pem(String type, Key key) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(
            type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()));
  }

  private void writeKubeconfig(Path file, String token, String namespace) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster: {server: "%s", certificate-authority: "%s"}
        users:
        - name: test
          user: {token: "%s"}
        contexts:
        - name: test
          context: {cluster: test, user: test, namespace: "%s"}
        current-context: test
        """
            .formatted(url(), certificateAuthority(), token, namespace));
  }

  private String url() {
    return "https://127.0.0.1:" + apiServerPort;
  }

  private Path certificateAuthority() {
    return certificates().resolve("apiserver.crt");
  }

  /** A shared client that may do everything. */
  public KubernetesClient admin() {
    return clients.computeIfAbsent(List.of(), ignored -> clientOf(adminConfig().build()));
  }

  /** A shared client with the rights that RBAC gives to {@code user} in {@code groups}. */
  public KubernetesClient as(String user, String... groups) {
    var key = new ArrayList<>(List.of(user));
    key.addAll(List.of(groups));
    return clients.computeIfAbsent(List.copyOf(key), ignored -> clientOf(configFor(user, groups)));
  }

  /**
   * How to connect as {@code user} in {@code groups}. Any name will do; one that no binding
   * mentions may do nothing but discover the API.
   */
  public Config configFor(String user, String... groups) {
    return adminConfig().withImpersonateUsername(user).withImpersonateGroups(groups).build();
  }

  /**
   * How to connect with a token of an existing service account, as a pod of it would. The token is
   * valid for two hours.
   */
  public Config configForServiceAccount(String namespace, String name) {
    return adminConfig().withOauthToken(tokenOf(namespace, name)).build();
  }

  /**
   * The same for a program of its own, in the namespace of the account; the file goes with the
   * cluster.
   */
  public Path kubeconfigForServiceAccount(String namespace, String name) {
    var file = folder.resolve("kubeconfig-" + namespace + "-" + name);
    try {
      writeKubeconfig(file, tokenOf(namespace, name), namespace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private String tokenOf(String namespace, String serviceAccount) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_SECONDS)
            .endSpec()
            .build();
    return admin()
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(serviceAccount)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  /** A file that lets {@code kubectl} and {@code helm} do everything; it goes with the cluster. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The program, of the same release as the API server. */
  public Path kubectl() {
    return programs.resolve("kubectl");
  }

  /**
   * Runs {@code kubectl} as administrator and returns what it prints.
   *
   * @throws IllegalStateException with its complaint when it fails
   */
  public String runKubectl(String... arguments) {
    var command =
        new ArrayList<>(List.of(kubectl().toString(), "--kubeconfig", kubeconfig().toString()));
    command.addAll(List.of(arguments));
    var result = Command.run(command, line -> {});
    if (!result.succeeded()) {
      throw new IllegalStateException(String.join("\n", result.errors()));
    }
    return result.output();
  }

  /**
   * Makes a namespace whose name begins with {@code prefix} and returns the name. It cannot be
   * deleted, see the package's description.
   */
  public String newNamespace(String prefix) {
    var namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withGenerateName(prefix + "-")
            .endMetadata()
            .build();
    return admin().namespaces().resource(namespace).create().getMetadata().getName();
  }

  /**
   * Applies each {@code *.yaml} and {@code *.yml} of {@code directory}, which holds custom resource
   * definitions, and waits until they are served. Doing it again changes nothing.
   */
  public void installCrds(Path directory) {
    List<Path> files;
    try (var entries = Files.list(directory)) {
      files = entries.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing definitions in " + directory, e);
    }
    var definitions = admin().apiextensions().v1().customResourceDefinitions();
    for (var file : files) {
      definitions.load(file.toFile()).forceConflicts().serverSideApply();
    }
    for (var file : files) {
      definitions
          .load(file.toFile())
          .waitUntilCondition(TestCluster::isEstablished, CRD_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** Stops the API server; its data stays in etcd. */
  public void stopApiServer() {
    apiServer.stop(STOP_GRACE);
  }

  /** Starts the API server, on the same port as before, and returns when it serves. */
  public void startApiServer() {
    apiServer = ServerProcess.start(apiServerCommand(), folder.resolve("kube-apiserver.log"));
    // The key is written after the certificate: when it is there, both are complete.
    var key = certificates().resolve("apiserver.key");
    awaitUntil("the API server's certificate", () -> key.toFile().length() > 0);
    try (var probe = clientOf(adminConfig().withRequestRetryBackoffLimit(0).build())) {
      awaitUntil("the API server", () -> isReady(probe));
    }
  }

  private static boolean isReady(KubernetesClient probe) {
    try {
      return "ok".equals(probe.raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private boolean namespaceExists(String name) {
    return admin().namespaces().withName(name).get() != null;
  }

  /** Makes etcd stand still: the API server accepts connections, but its answers do not come. */
  public void pauseEtcd() {
    etcd.signal("STOP");
  }

  /** Lets etcd go on where it was. */
  public void resumeEtcd() {
    etcd.signal("CONT");
  }

  /** Ends both processes, closes the shared clients and removes the data. */
  public void stop() {
    clients.values().forEach(KubernetesClient::close);
    clients.clear();
    endProcesses();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException ignored) {
      // The JVM is shutting down, and the hook finds nothing left to do.
    }
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  private synchronized void endProcesses() {
    // The data is thrown away, so there is nothing to end gracefully.
    if (apiServer != null) {
      apiServer.kill();
    }
    if (etcd != null) {
      etcd.kill();
    }
    try {
      keepLogs();
      deleteFolder();
    } catch (IOException e) {
      throw new UncheckedIOException("Cleaning up " + folder, e);
    }
  }

  /**
   * Leaves the servers' logs of the last cluster in the build folder, for looking into a failure.
   */
  private void keepLogs() throws IOException {
    var target = Path.of("target");
    if (!Files.isDirectory(target) || !Files.isDirectory(folder)) {
      return;
    }
    var kept = Files.createDirectories(target.resolve("test-cluster"));
    for (var name : List.of("etcd.log", "kube-apiserver.log")) {
      var log = folder.resolve(name);
      if (Files.exists(log)) {
        Files.copy(log, kept.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void deleteFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> paths;
    try (var tree = Files.walk(folder)) {
      paths = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (var path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private ConfigBuilder adminConfig() {
    // From an empty one: the developer's own kubeconfig and proxy settings must not shine through.
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url())
        .withCaCertFile(certificateAuthority().toString())
        .withOauthToken(adminToken);
  }

  private static KubernetesClient clientOf(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void awaitUntil(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      for (var server : List.of(etcd, apiServer)) {
        if (!server.isAlive()) {
          throw new IllegalStateException(
              "While waiting for "
                  + what
                  + " a server ended; its last words:\n"
                  + server.lastWords());
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "Waited %d s in vain for %s; last words of the API server:%n%s"
                .formatted(START_LIMIT.toSeconds(), what, apiServer.lastWords()));
      }
      try {
        Thread.sleep(POLL_INTERVAL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for " + what, e);
      }
    }
  }
}
