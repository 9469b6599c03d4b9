package dev.identitycenter.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AccountNotFoundException;
import software.amazon.awssdk.services.organizations.model.AccountState;
import software.amazon.awssdk.services.organizations.model.OrganizationalUnit;
import software.amazon.awssdk.services.organizations.model.ParentType;

class SimulatorOrganizationsTest {
  private static final String SEED =
      """
      managementAccountId: "111111111111"
      delegatedAdministratorId: "222222222222"
      organizationalUnits:
      - {path: Workloads}
      - {path: Workloads/Production, tags: {stage: prod}}
      accounts:
      - {id: "111111111111", name: Management}
      - {id: "222222222222", name: Audit}
      - {id: "333333333333", name: Shop, unit: Workloads/Production, state: SUSPENDED,
         tags: {owner: shop}}
      """;

  private final SimulatorFixture aws =
      new SimulatorFixture(options -> options.withoutRates().seed(Seed.parse(SEED)));

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void describesTheOrganization() {
    var organization = aws.organizations().describeOrganization().organization();

    assertThat(organization.masterAccountId()).isEqualTo("111111111111");
    assertThat(organization.id()).matches("o-[a-z0-9]{10,32}");
    assertThat(
            aws.organizations()
                .listDelegatedAdministrators(
                    request -> request.servicePrincipal("sso.amazonaws.com"))
                .delegatedAdministrators())
        .singleElement()
        .matches(delegate -> delegate.id().equals("222222222222"));
  }

  @Test
  void walksTheTree() {
    var root = aws.organizations().listRoots().roots().get(0).id();
    var workloads = unitIn(root);
    var production = unitIn(workloads.id());

    assertThat(accountsIn(root)).isEqualTo(2);
    assertThat(accountsIn(production.id())).isEqualTo(1);
    assertThat(workloads.name()).isEqualTo("Workloads");
    assertThat(production.id()).matches("ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}");
    assertThat(aws.organizations().listParents(request -> request.childId("333333333333")))
        .satisfies(
            answer -> {
              assertThat(answer.parents().get(0).id()).isEqualTo(production.id());
              assertThat(answer.parents().get(0).type()).isEqualTo(ParentType.ORGANIZATIONAL_UNIT);
            });
  }

  @Test
  void describesAccounts() {
    var shop =
        aws.organizations().describeAccount(request -> request.accountId("333333333333")).account();

    assertThat(shop.state()).isEqualTo(AccountState.SUSPENDED);
    assertThat(
            aws.organizations()
                .listTagsForResource(request -> request.resourceId("333333333333"))
                .tags())
        .singleElement()
        .matches(tag -> tag.key().equals("owner") && tag.value().equals("shop"));
    assertThatThrownBy(
            () -> aws.organizations().describeAccount(request -> request.accountId("999999999999")))
        .isInstanceOf(AccountNotFoundException.class);
  }

  @Test
  void listsLargeOrganizationsInPagesOfTwenty() {
    aws.simulator().seed(Seed.generated(45, 3, 2));

    var pages = aws.organizations().listAccountsPaginator();

    assertThat(pages.stream().map(page -> page.accounts().size())).containsExactly(20, 20, 5);
    assertThat(pages.stream().flatMap(page -> page.accounts().stream()).map(Account::id))
        .doesNotHaveDuplicates();
    assertThat(aws.snapshot().groups()).hasSize(2).allMatch(group -> group.memberIds().size() == 3);
  }

  private OrganizationalUnit unitIn(String parentId) {
    return aws.organizations()
        .listOrganizationalUnitsForParent(request -> request.parentId(parentId))
        .organizationalUnits()
        .get(0);
  }

  private int accountsIn(String parentId) {
    return aws.organizations()
        .listAccountsForParent(request -> request.parentId(parentId))
        .accounts()
        .size();
  }
}
