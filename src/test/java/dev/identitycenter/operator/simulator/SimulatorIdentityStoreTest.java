package dev.identitycenter.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;
import software.amazon.awssdk.services.identitystore.model.ConflictException;
import software.amazon.awssdk.services.identitystore.model.Filter;
import software.amazon.awssdk.services.identitystore.model.MemberId;
import software.amazon.awssdk.services.identitystore.model.ResourceNotFoundException;
import software.amazon.awssdk.services.identitystore.model.User;
import software.amazon.awssdk.services.identitystore.model.ValidationException;

class SimulatorIdentityStoreTest {
  private static final String SEED =
      """
      accounts: [{id: "111111111111", name: Only}]
      users:
      - {userName: carol, email: carol@example.com, disabled: true,
         externalIds: [{issuer: "https://idp.example.com", id: "4711"}]}
      groups:
      - {displayName: data readers, members: [carol]}
      """;

  private final SimulatorFixture aws =
      new SimulatorFixture(options -> options.withoutRates().seed(Seed.parse(SEED)));

  @AfterEach
  void stop() {
    aws.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"userName=carol", "emails.value=carol@example.com"})
  void findsAUserByWhatIsUnique(String attribute) {
    var pathAndValue = attribute.split("=", 2);

    assertThat(userId(unique(pathAndValue[0], pathAndValue[1])))
        .isEqualTo(aws.simulator().userId("carol"));
  }

  @Test
  void findsAUserByItsExternalId() {
    var id =
        AlternateIdentifier.builder()
            .externalId(external -> external.issuer("https://idp.example.com").id("4711"))
            .build();

    assertThat(userId(id)).isEqualTo(aws.simulator().userId("carol"));
  }

  @Test
  void comparesExactly() {
    assertThatThrownBy(() -> userId(unique("userName", "Carol")))
        .isInstanceOfSatisfying(
            ResourceNotFoundException.class,
            e -> assertThat(e.resourceTypeAsString()).isEqualTo("USER"));
    assertThatThrownBy(() -> userId(unique("displayName", "Carol")))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void describesUsersAndGroups() {
    var user =
        aws.store()
            .describeUser(
                request ->
                    request.identityStoreId(aws.storeId()).userId(aws.simulator().userId("carol")));
    var group =
        aws.store()
            .describeGroup(
                request ->
                    request
                        .identityStoreId(aws.storeId())
                        .groupId(aws.simulator().groupId("data readers")));

    assertThat(user.userStatusAsString()).isEqualTo("DISABLED");
    assertThat(user.emails().get(0).value()).isEqualTo("carol@example.com");
    assertThat(group.displayName()).isEqualTo("data readers");
  }

  @Test
  void filtersUsersByNameOnly() {
    assertThat(
            aws.store()
                .listUsers(
                    request ->
                        request.identityStoreId(aws.storeId()).filters(filter("UserName", "carol")))
                .users())
        .extracting(User::userName)
        .containsExactly("carol");
    assertThatThrownBy(
            () ->
                aws.store()
                    .listUsers(
                        request ->
                            request.identityStoreId(aws.storeId()).filters(filter("Title", "x"))))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void newPrincipalsJoinAndLeave() {
    var store = aws.storeId();
    var user =
        aws.store().createUser(request -> request.identityStoreId(store).userName("dave")).userId();
    var group =
        aws.store()
            .createGroup(request -> request.identityStoreId(store).displayName("ops"))
            .groupId();
    var member = MemberId.fromUserId(user);
    aws.store()
        .createGroupMembership(
            request -> request.identityStoreId(store).groupId(group).memberId(member));

    assertThatThrownBy(
            () ->
                aws.store().createUser(request -> request.identityStoreId(store).userName("dave")))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.reasonAsString()).isEqualTo("UNIQUENESS_CONSTRAINT_VIOLATION"));
    assertThat(
            aws.store()
                .isMemberInGroups(
                    request -> request.identityStoreId(store).memberId(member).groupIds(group))
                .results()
                .get(0)
                .membershipExists())
        .isTrue();
    aws.store().deleteUser(request -> request.identityStoreId(store).userId(user));
    assertThat(
            aws.store()
                .listGroupMemberships(request -> request.identityStoreId(store).groupId(group))
                .groupMemberships())
        .isEmpty();
  }

  @Test
  void knowsOnlyItsOwnStore() {
    assertThatThrownBy(
            () -> aws.store().listUsers(request -> request.identityStoreId("d-0000000000")))
        .isInstanceOfSatisfying(
            ResourceNotFoundException.class,
            e -> assertThat(e.resourceTypeAsString()).isEqualTo("IDENTITY_STORE"));
  }

  private String userId(AlternateIdentifier identifier) {
    return aws.store()
        .getUserId(
            request -> request.identityStoreId(aws.storeId()).alternateIdentifier(identifier))
        .userId();
  }

  private static AlternateIdentifier unique(String path, String value) {
    return AlternateIdentifier.builder()
        .uniqueAttribute(
            attribute -> attribute.attributePath(path).attributeValue(Document.fromString(value)))
        .build();
  }

  private static Filter filter(String path, String value) {
    return Filter.builder().attributePath(path).attributeValue(value).build();
  }
}
