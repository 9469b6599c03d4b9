package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.choice;
import static dev.identitycenter.operator.simulator.Shape.structure;
import static dev.identitycenter.operator.simulator.Shape.text;

import dev.identitycenter.operator.simulator.Shape.Many;
import dev.identitycenter.operator.simulator.Shape.Member;
import dev.identitycenter.operator.simulator.Shape.Whole;

/**
 * The constraints of the service models: sso-admin 2020-07-20, identitystore 2020-06-15 and
 * organizations 2016-11-28.
 */
final class Fields {
  private static final String WORD = "[\\w+=,.@-]+";
  private static final String INSTANCE_ID = "(sso)?ins-[a-zA-Z0-9-.]{16}";
  private static final String PARTITION = "arn:aws(-[a-z]{1,5}){0,3}";
  private static final String TAG = "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)";
  private static final String PERMISSION_SET_PATH =
      "permissionSet/" + INSTANCE_ID + "/ps-[a-zA-Z0-9-./]{16}";
  private static final String VISIBLE = "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+";
  private static final String VISIBLE_OR_SPACE = "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r \\u00A0";

  // sso-admin
  static final Shape INSTANCE_ARN = text(10, 1224, PARTITION + ":sso:::instance/" + INSTANCE_ID);
  static final Shape PERMISSION_SET_NAME = text(1, 32, WORD);
  static final Shape DESCRIPTION =
      text(1, 700, "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*");
  static final Shape SESSION_DURATION =
      text(
          1,
          100,
          "(-?)P(?=\\d|T\\d)(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)([DW]))?"
              + "(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?");
  static final Shape RELAY_STATE =
      text(1, 240, "[a-zA-Z0-9&$@#\\\\\\/%?=~\\-_'\"|!:,.;*+\\[\\]\\ \\(\\)\\{\\}]+");
  static final Shape INLINE_POLICY = text(1, 32_768, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  static final Shape MANAGED_POLICY_ARN =
      text(
          20,
          2048,
          PARTITION + ":iam::aws:policy((/[A-Za-z0-9\\.,\\+@=_-]+)*)/([A-Za-z0-9\\.,\\+=@_-]+)");
  static final Shape CUSTOMER_POLICY =
      structure(
          required("Name", text(1, 128, WORD)),
          optional("Path", text(1, 512, "((/[A-Za-z0-9\\.,\\+@=_-]+)*)/")));
  static final Shape ACCOUNT_ID = text(12, 12, "\\d{12}");
  static final Shape PRINCIPAL_TYPE = choice("USER", "GROUP");
  static final Shape PRINCIPAL_ID =
      text(
          1,
          47,
          "([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}"
              + "-[A-Fa-f0-9]{12}");
  static final Shape REQUEST_ID =
      text(36, 36, "\\b[0-9a-f]{8}\\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\\b[0-9a-f]{12}\\b");
  static final Shape TAG_KEY = text(1, 128, TAG);
  static final Shape TAGS =
      new Many(0, 75, structure(required("Key", TAG_KEY), required("Value", text(0, 256, TAG))));
  static final Shape TAGGABLE_ARN =
      text(
          10,
          2048,
          PARTITION
              + ":sso::((:instance/"
              + INSTANCE_ID
              + ")|(:"
              + PERMISSION_SET_PATH
              + ")|(\\d{12}:application/"
              + INSTANCE_ID
              + "/apl-[a-zA-Z0-9]{16})|(\\d{12}:trustedTokenIssuer/"
              + INSTANCE_ID
              + "/tti-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))");
  static final Shape ATTRIBUTES =
      structure(
          required(
              "AccessControlAttributes",
              new Many(
                  0,
                  50,
                  structure(
                      required("Key", text(1, 128, "[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]+")),
                      required(
                          "Value",
                          structure(
                              required(
                                  "Source",
                                  new Many(
                                      1,
                                      1,
                                      text(
                                          0,
                                          256,
                                          "[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@\\[\\]\\{\\}\\$\\\\\"]*")))))))));

  static final Member INSTANCE = required("InstanceArn", INSTANCE_ARN);
  static final Member PERMISSION_SET =
      required("PermissionSetArn", text(10, 1224, PARTITION + ":sso:::" + PERMISSION_SET_PATH));
  static final Member PROVISIONING_STATUS =
      optional(
          "ProvisioningStatus",
          choice("LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED"));
  static final Member STATUS_FILTER =
      optional(
          "Filter", structure(optional("Status", choice("IN_PROGRESS", "FAILED", "SUCCEEDED"))));
  static final Member PAGE_SIZE = optional("MaxResults", new Whole(1, 100));
  static final Member PAGE_TOKEN = optional("NextToken", text(0, 2048, "[-a-zA-Z0-9+=/_]*"));

  // identitystore
  static final Member IDENTITY_STORE =
      required(
          "IdentityStoreId",
          text(
              1,
              36,
              "d-[0-9a-f]{10}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
  static final Shape USER_NAME = text(1, 128, VISIBLE);
  static final Shape GROUP_NAME = text(1, 1024, VISIBLE_OR_SPACE + "]+");
  static final Shape ATTRIBUTE = text(1, 1024, VISIBLE_OR_SPACE + "\\u3000]+");
  static final Shape MEMBER_ID = structure(required("UserId", PRINCIPAL_ID));
  static final Member STORE_PAGE_TOKEN =
      optional("NextToken", text(1, 65_535, "[-a-zA-Z0-9+=/:_]*"));
  static final Shape EXTENSIONS = new Many(1, 10, text(1, 50, "aws:identitystore:[a-z]{1,20}"));
  private static final Shape ATTRIBUTE_PATH =
      text(1, 255, "(?:\\p{L}+:\\p{L}+:\\p{L}+(?:\\.\\p{L}+){0,3}|\\p{L}+(?:\\.\\p{L}+){0,2})");
  static final Shape ALTERNATE_IDENTIFIER =
      structure(
          optional(
              "ExternalId",
              structure(
                  required("Issuer", text(1, 256, VISIBLE)),
                  required("Id", text(1, 256, VISIBLE)))),
          optional(
              "UniqueAttribute",
              structure(
                  required("AttributePath", ATTRIBUTE_PATH),
                  required("AttributeValue", new Shape.Anything()))));
  static final Member STORE_FILTERS =
      optional(
          "Filters",
          new Many(
              0,
              1,
              structure(
                  required("AttributePath", ATTRIBUTE_PATH),
                  required("AttributeValue", ATTRIBUTE))));

  // organizations
  private static final String ROOT_ID = "r-[0-9a-z]{4,32}";
  private static final String UNIT_ID = "ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}";
  static final Shape UNIT = text(0, 68, UNIT_ID);
  static final Shape PARENT_ID = text(0, 100, "(" + ROOT_ID + ")|(" + UNIT_ID + ")");
  static final Shape CHILD_ID = text(0, 100, "(\\d{12})|(" + UNIT_ID + ")");
  static final Shape TAGGED_ID =
      text(0, 130, ROOT_ID + "|\\d{12}|" + UNIT_ID + "|p-[0-9a-zA-Z_]{8,128}");
  static final Member ORG_PAGE_SIZE = optional("MaxResults", new Whole(1, 20));
  static final Member ORG_PAGE_TOKEN = optional("NextToken", text(0, 100_000));

  private Fields() {}
}
