package dev.identitycenter.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Who gets access; exactly one of the two. */
@ValidationRule(
    value = "has(self.user) != has(self.group)",
    message = "principal has exactly one of user and group; set one, remove the other")
public record Principal(
    @JsonPropertyDescription("A user. Exactly one of this and group.") User user,
    @JsonPropertyDescription("A group. Exactly one of this and user.") Group group) {

  /** A user of the identity store; exactly one way to name it. */
  @ValidationRule(
      value =
          "[has(self.userName), has(self.email), has(self.externalId), has(self.id)]"
              + ".filter(given, given).size() == 1",
      message =
          "user has exactly one of userName, email, externalId and id; set one, remove the others")
  public record User(
      @JsonPropertyDescription(
              """
              Name the user signs in with, up to 128 characters without spaces, for example \
              alice@example.com. Must match exactly.""")
          @Size(min = 1, max = 128)
          @ValidationRule(value = Rules.IS_VISIBLE, message = "userName" + Rules.VISIBLE_MESSAGE)
          String userName,
      @JsonPropertyDescription(
              "E-mail address of the user in Identity Center, for example alice@example.com.")
          @Size(min = 3, max = 320)
          @ValidationRule(
              value = "self.matches(r'^[^\\s@]+@[^\\s@]+$')",
              message = "email is an e-mail address, such as alice@example.com")
          String email,
      @JsonPropertyDescription("Id an external identity provider gave the user.")
          ExternalId externalId,
      @JsonPropertyDescription(
              """
              Id of the user in the identity store (UserId), for example \
              94482488-3041-7005-f4c1-0a1b2c3d4e5f.""")
          @Size(min = 1, max = 47)
          @ValidationRule(value = Rules.IS_PRINCIPAL_ID, message = Rules.PRINCIPAL_ID_MESSAGE)
          String id) {}

  /** A group of the identity store; exactly one way to name it. */
  @ValidationRule(
      value =
          "[has(self.displayName), has(self.externalId), has(self.id)]"
              + ".filter(given, given).size() == 1",
      message =
          "group has exactly one of displayName, externalId and id; set one, remove the others")
  public record Group(
      @JsonPropertyDescription(
              """
              Name of the group in Identity Center, up to 1024 characters, for example developers. \
              Must match exactly.""")
          @Size(min = 1, max = 1024)
          @ValidationRule(
              value = "self.matches(r'^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r \\x{A0}]+$')",
              message =
                  "displayName has control characters, which AWS does not accept; remove them")
          String displayName,
      @JsonPropertyDescription("Id an external identity provider gave the group.")
          ExternalId externalId,
      @JsonPropertyDescription(
              """
              Id of the group in the identity store (GroupId), for example \
              94482488-3041-7005-f4c1-0a1b2c3d4e5f.""")
          @Size(min = 1, max = 47)
          @ValidationRule(value = Rules.IS_PRINCIPAL_ID, message = Rules.PRINCIPAL_ID_MESSAGE)
          String id) {}

  /** The id an external identity provider gave the principal. */
  public record ExternalId(
      @JsonPropertyDescription(
              """
              Issuer of the id, up to 256 characters without spaces, for example \
              https://scim.example.com/.""")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Rules.IS_VISIBLE, message = "issuer" + Rules.VISIBLE_MESSAGE)
          String issuer,
      @JsonPropertyDescription(
              """
              The id the issuer uses, up to 256 characters without spaces, for example \
              00u1a2b3c4d5e6f7g8h9.""")
          @Required
          @Size(min = 1, max = 256)
          @ValidationRule(value = Rules.IS_VISIBLE, message = "id" + Rules.VISIBLE_MESSAGE)
          String id) {}
}
