package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.budget.RequestRate;
import dev.identitycenter.operator.identitycenter.Accounts;
import dev.identitycenter.operator.identitycenter.Assignments;
import dev.identitycenter.operator.identitycenter.IdentityCenter;
import dev.identitycenter.operator.identitycenter.Instance;
import dev.identitycenter.operator.identitycenter.PermissionSets;
import dev.identitycenter.operator.identitycenter.Principals;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Talks to AWS. Region, endpoint and credentials come from the SDK's default chains, untouched. The
 * SDK retries nothing: each retry would spend the shared rate without asking.
 */
public final class AwsIdentityCenter implements IdentityCenter, AutoCloseable {

  /** Ends well before a run's own deadline, so that there is time left to write the status. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECT_TIMEOUT)
          .socketTimeout(CALL_TIMEOUT)
          .build();
  private final SsoAdminClient ssoAdmin = configured(SsoAdminClient.builder().httpClient(http));
  private final IdentitystoreClient identityStore =
      configured(IdentitystoreClient.builder().httpClient(http));
  private final OrganizationsClient organizations =
      configured(OrganizationsClient.builder().httpClient(http));
  private final StsClient sts = configured(StsClient.builder().httpClient(http));

  private final InstanceDiscovery discovery;
  private final PermissionSets permissionSets;
  private final Assignments assignments;
  private final Principals principals;
  private final Accounts accounts;

  /**
   * Connects when first used.
   *
   * @param rate the rate of the whole process
   * @param organizationsRate the lower rate of AWS Organizations; STS is asked within it too
   * @param instanceArn the instance to work on, where AWS shows more than one
   * @param readOnly refuses every call that could change something
   */
  public AwsIdentityCenter(
      RequestRate rate,
      RequestRate organizationsRate,
      CallObserver observer,
      Optional<String> instanceArn,
      boolean readOnly) {
    var calls = new AwsCalls(rate, rate, observer, readOnly);
    var organizationsCalls = new AwsCalls(rate, organizationsRate, observer, readOnly);
    discovery = new InstanceDiscovery(ssoAdmin, calls, instanceArn);
    permissionSets = new AwsPermissionSets(ssoAdmin, calls, () -> instance().arn());
    assignments = new AwsAssignments(ssoAdmin, calls, () -> instance().arn());
    principals = new AwsPrincipals(identityStore, calls, () -> instance().identityStoreId());
    accounts = new AwsAccounts(organizations, sts, organizationsCalls);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C configured(B builder) {
    return builder
        .overrideConfiguration(
            o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()).apiCallTimeout(CALL_TIMEOUT))
        .build();
  }

  @Override
  public Instance instance() {
    return discovery.instance();
  }

  @Override
  public PermissionSets permissionSets() {
    return permissionSets;
  }

  @Override
  public Assignments assignments() {
    return assignments;
  }

  @Override
  public Principals principals() {
    return principals;
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public void close() {
    ssoAdmin.close();
    identityStore.close();
    organizations.close();
    sts.close();
    http.close();
  }
}
