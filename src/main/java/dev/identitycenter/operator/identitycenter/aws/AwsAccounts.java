package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.identitycenter.Account;
import dev.identitycenter.operator.identitycenter.Accounts;
import java.util.List;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;
import software.amazon.awssdk.services.sts.StsClient;

/** Accounts through the Organizations API, and our own through STS. */
final class AwsAccounts implements Accounts {

  private final OrganizationsClient client;
  private final StsClient sts;
  private final AwsCalls calls;

  AwsAccounts(OrganizationsClient client, StsClient sts, AwsCalls calls) {
    this.client = client;
    this.sts = sts;
    this.calls = calls;
  }

  @Override
  public List<Account> listAccounts() {
    return Pages.all(
        calls,
        "ListAccounts",
        token ->
            client.listAccounts(r -> r.maxResults(Pages.LARGEST_OF_ORGANIZATIONS).nextToken(token)),
        answer -> answer.accounts().stream().map(AwsAccounts::account).toList(),
        ListAccountsResponse::nextToken);
  }

  @Override
  public String ownAccountId() {
    return calls.call("GetCallerIdentity", sts::getCallerIdentity).account();
  }

  @Override
  public String managementAccountId() {
    return calls
        .call("DescribeOrganization", client::describeOrganization)
        .organization()
        .masterAccountId();
  }

  private static Account account(
      software.amazon.awssdk.services.organizations.model.Account found) {
    // Status retires in favour of State (API model of 2025); either may be missing.
    var state = found.stateAsString() == null ? found.statusAsString() : found.stateAsString();
    return new Account(found.id(), found.name(), "ACTIVE".equals(state));
  }
}
