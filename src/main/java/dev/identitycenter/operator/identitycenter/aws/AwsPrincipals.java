package dev.identitycenter.operator.identitycenter.aws;

import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.identitycenter.IdentityCenterException;
import dev.identitycenter.operator.identitycenter.PrincipalId;
import dev.identitycenter.operator.identitycenter.PrincipalQuery;
import dev.identitycenter.operator.identitycenter.Principals;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;

/** Users and groups through the identity store API. */
final class AwsPrincipals implements Principals {

  private final IdentitystoreClient client;
  private final AwsCalls calls;
  private final Supplier<String> storeId;

  AwsPrincipals(IdentitystoreClient client, AwsCalls calls, Supplier<String> storeId) {
    this.client = client;
    this.calls = calls;
    this.storeId = storeId;
  }

  @Override
  public Optional<PrincipalId> findPrincipal(PrincipalQuery query) {
    try {
      return Optional.of(new PrincipalId(query.type(), id(query)));
    } catch (IdentityCenterException failure) {
      if (failure.kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private String id(PrincipalQuery query) {
    var isUser = query.type() == PrincipalId.Type.USER;
    if (query instanceof PrincipalQuery.ById byId) {
      return isUser ? describeUser(byId.id()) : describeGroup(byId.id());
    }
    var identifier = identifier(query);
    return isUser ? userId(identifier) : groupId(identifier);
  }

  private String userId(AlternateIdentifier identifier) {
    return calls
        .call(
            "GetUserId",
            () ->
                client.getUserId(
                    r -> r.identityStoreId(storeId.get()).alternateIdentifier(identifier)))
        .userId();
  }

  private String groupId(AlternateIdentifier identifier) {
    return calls
        .call(
            "GetGroupId",
            () ->
                client.getGroupId(
                    r -> r.identityStoreId(storeId.get()).alternateIdentifier(identifier)))
        .groupId();
  }

  private String describeUser(String id) {
    return calls
        .call(
            "DescribeUser",
            () -> client.describeUser(r -> r.identityStoreId(storeId.get()).userId(id)))
        .userId();
  }

  private String describeGroup(String id) {
    return calls
        .call(
            "DescribeGroup",
            () -> client.describeGroup(r -> r.identityStoreId(storeId.get()).groupId(id)))
        .groupId();
  }

  private static AlternateIdentifier identifier(PrincipalQuery query) {
    if (query instanceof PrincipalQuery.ByExternalId external) {
      return AlternateIdentifier.fromExternalId(e -> e.issuer(external.issuer()).id(external.id()));
    }
    var attribute = (PrincipalQuery.ByAttribute) query;
    return AlternateIdentifier.fromUniqueAttribute(
        a ->
            a.attributePath(attribute.attribute().path())
                .attributeValue(Document.fromString(attribute.value())));
  }
}
