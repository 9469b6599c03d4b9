package dev.identitycenter.operator.simulator;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * AWS's own clients for a simulator, which never retry. Another access key makes them somebody
 * else, such as a colleague in the console.
 */
public record SimulatorClients(
    SsoAdminClient ssoAdmin,
    IdentitystoreClient identityStore,
    OrganizationsClient organizations,
    StsClient sts,
    SdkHttpClient http)
    implements AutoCloseable {

  /** Clients of the simulator's Region. */
  public static SimulatorClients of(Simulator simulator, String accessKey) {
    return of(simulator, accessKey, simulator.snapshot().instance().region());
  }

  /** Clients that sign for a Region of choice. */
  public static SimulatorClients of(Simulator simulator, String accessKey, String region) {
    var http = UrlConnectionHttpClient.create();
    return new SimulatorClients(
        build(SsoAdminClient.builder().httpClient(http), simulator, accessKey, region),
        build(IdentitystoreClient.builder().httpClient(http), simulator, accessKey, region),
        build(OrganizationsClient.builder().httpClient(http), simulator, accessKey, region),
        build(StsClient.builder().httpClient(http), simulator, accessKey, region),
        http);
  }

  @Override
  public void close() {
    ssoAdmin.close();
    identityStore.close();
    organizations.close();
    sts.close();
    http.close();
  }

  private static <C extends SdkClient> C build(
      AwsClientBuilder<?, C> builder, Simulator simulator, String accessKey, String region) {
    builder.endpointOverride(simulator.endpoint());
    builder.region(Region.of(region));
    builder.credentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")));
    builder.overrideConfiguration(
        configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()));
    return builder.build();
  }
}
