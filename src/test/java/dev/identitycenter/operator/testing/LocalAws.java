package dev.identitycenter.operator.testing;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;

/**
 * Ways into an AWS that answers on this machine, for clients in this JVM and for other programs.
 * Neither takes anything from the developer's own AWS configuration, so that nothing meant for the
 * simulator reaches a real account.
 */
public final class LocalAws implements AutoCloseable {
  private static final String REGION = "us-east-1";
  static final String ANY_KEY = "local";
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  private final URI endpoint;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .proxyConfiguration(
              ProxyConfiguration.builder()
                  .useEnvironmentVariablesValues(false)
                  .useSystemPropertyValues(false)
                  .build())
          .build();
  private final SsoAdminClient ssoAdmin;
  private final IdentitystoreClient identityStore;
  private final OrganizationsClient organizations;

  /** Clients for the AWS at that address. */
  public LocalAws(URI endpoint) {
    this.endpoint = endpoint;
    ssoAdmin = configured(SsoAdminClient.builder().httpClient(http));
    identityStore = configured(IdentitystoreClient.builder().httpClient(http));
    organizations = configured(OrganizationsClient.builder().httpClient(http));
  }

  private <B extends AwsClientBuilder<B, C>, C> C configured(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ANY_KEY, ANY_KEY)))
        .overrideConfiguration(o -> o.apiCallTimeout(CALL_LIMIT))
        .build();
  }

  /** The variables with which any AWS client works on this AWS. */
  public Map<String, String> variables() {
    return variables(endpoint);
  }

  private static Map<String, String> variables(URI endpoint) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("AWS_ENDPOINT_URL", endpoint.toString());
    variables.put("AWS_REGION", REGION);
    // Version 1 of the AWS CLI knows this name only.
    variables.put("AWS_DEFAULT_REGION", REGION);
    variables.put("AWS_ACCESS_KEY_ID", ANY_KEY);
    variables.put("AWS_SECRET_ACCESS_KEY", ANY_KEY);
    return variables;
  }

  /** A whole environment for a program that shall know no other AWS. */
  public Map<String, String> environment() {
    return environment(endpoint);
  }

  /** The same for the AWS at that address. */
  public static Map<String, String> environment(URI endpoint) {
    var environment = new LinkedHashMap<String, String>();
    for (var name : new String[] {"PATH", "HOME", "TMPDIR", "LANG"}) {
      var value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.putAll(variables(endpoint));
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return environment;
  }

  public SsoAdminClient ssoAdmin() {
    return ssoAdmin;
  }

  public IdentitystoreClient identityStore() {
    return identityStore;
  }

  public OrganizationsClient organizations() {
    return organizations;
  }

  @Override
  public void close() {
    ssoAdmin.close();
    identityStore.close();
    organizations.close();
    http.close();
  }
}
