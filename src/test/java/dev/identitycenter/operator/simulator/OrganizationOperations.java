package dev.identitycenter.operator.simulator;

import static dev.identitycenter.operator.simulator.Shape.Member.optional;
import static dev.identitycenter.operator.simulator.Shape.Member.required;
import static dev.identitycenter.operator.simulator.Shape.choice;
import static dev.identitycenter.operator.simulator.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitycenter.operator.simulator.Organization.Account;
import dev.identitycenter.operator.simulator.Organization.Unit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reading the organization. */
final class OrganizationOperations implements Operation.Topic {
  private static final String SSO = "sso.amazonaws.com";

  private final World world;
  private final Pages pages;

  OrganizationOperations(World world, Pages pages) {
    this.world = world;
    this.pages = pages;
  }

  @Override
  public List<Operation> operations() {
    var parent = required("ParentId", Fields.PARENT_ID);
    return List.of(
        listing("ListAccounts", this::accounts),
        listing("ListAccountsForParent", this::accountsForParent, parent),
        listing("ListOrganizationalUnitsForParent", this::unitsForParent, parent),
        listing("ListRoots", this::roots),
        listing("ListParents", this::parents, required("ChildId", Fields.CHILD_ID)),
        listing(
            "ListChildren",
            this::children,
            parent,
            required("ChildType", choice("ACCOUNT", "ORGANIZATIONAL_UNIT"))),
        listing(
            "ListDelegatedAdministrators",
            this::delegates,
            optional("ServicePrincipal", text(1, 128, "[\\w+=,.@-]*"))),
        listing("ListAWSServiceAccessForOrganization", this::services),
        Operation.onOrganization("DescribeOrganization", this::organization),
        Operation.onOrganization(
            "DescribeAccount", this::account, required("AccountId", Fields.ACCOUNT_ID)),
        Operation.onOrganization(
            "DescribeOrganizationalUnit",
            this::unit,
            required("OrganizationalUnitId", Fields.UNIT)),
        Operation.onOrganization(
            "ListTagsForResource",
            this::tags,
            required("ResourceId", Fields.TAGGED_ID),
            Fields.ORG_PAGE_TOKEN));
  }

  private static Operation listing(
      String name, Operation.Handler handler, Shape.Member... members) {
    return Operation.onOrganization(
        name,
        handler,
        Stream.concat(Stream.of(members), Stream.of(Fields.ORG_PAGE_SIZE, Fields.ORG_PAGE_TOKEN))
            .toArray(Shape.Member[]::new));
  }

  private ObjectNode accounts(Request request) {
    return accounts(request, List.copyOf(organization().accounts().values()));
  }

  private ObjectNode accountsForParent(Request request) {
    return accounts(request, organization().accountsIn(parent(request)));
  }

  private ObjectNode accounts(Request request, List<Account> accounts) {
    return pages.answer(request, "Accounts", accounts, Account::id, this::json);
  }

  private ObjectNode unitsForParent(Request request) {
    return pages.answer(
        request,
        "OrganizationalUnits",
        organization().unitsIn(parent(request)),
        Unit::id,
        this::json);
  }

  private ObjectNode roots(Request request) {
    var rootId = organization().rootId();
    return pages.answer(
        request,
        "Roots",
        List.of(rootId),
        id -> id,
        id ->
            Json.object(
                "Id",
                id,
                "Arn",
                organization().arn("root", id),
                "Name",
                "Root",
                "PolicyTypes",
                List.of()));
  }

  private ObjectNode parents(Request request) {
    var childId = request.text("ChildId");
    var account = organization().accounts().get(childId);
    var unit = organization().units().get(childId);
    if (account == null && unit == null) {
      throw error("ChildNotFoundException", "You specified a child that doesn't exist.");
    }
    var parentId = account == null ? unit.parentId() : account.parentId();
    return pages.answer(
        request,
        "Parents",
        List.of(parentId),
        id -> id,
        id ->
            Json.object(
                "Id",
                id,
                "Type",
                id.equals(organization().rootId()) ? "ROOT" : "ORGANIZATIONAL_UNIT"));
  }

  private ObjectNode children(Request request) {
    var type = request.text("ChildType");
    var parentId = parent(request);
    var ids =
        type.equals("ACCOUNT")
            ? organization().accountsIn(parentId).stream().map(Account::id).toList()
            : organization().unitsIn(parentId).stream().map(Unit::id).toList();
    return pages.answer(
        request, "Children", ids, id -> id, id -> Json.object("Id", id, "Type", type));
  }

  private ObjectNode delegates(Request request) {
    var isForSso = request.optionalText("ServicePrincipal").map(SSO::equals).orElse(true);
    return pages.answer(
        request,
        "DelegatedAdministrators",
        organization().delegatedAdministrator().filter(account -> isForSso).stream().toList(),
        Account::id,
        account -> {
          var json = json(account);
          json.remove("Paths");
          json.setAll(Json.object("DelegationEnabledDate", account.joined()));
          return json;
        });
  }

  private ObjectNode services(Request request) {
    return pages.answer(
        request,
        "EnabledServicePrincipals",
        List.of(SSO),
        service -> service,
        service ->
            Json.object("ServicePrincipal", service, "DateEnabled", world.state().created()));
  }

  private ObjectNode organization(Request request) {
    var management = organization().accounts().get(organization().managementAccountId());
    return Json.object(
        "Organization",
        Json.object(
            "Id", organization().id(),
            "Arn",
                "arn:aws:organizations::"
                    + management.id()
                    + ":organization/"
                    + organization().id(),
            "FeatureSet", "ALL",
            "MasterAccountArn", organization().arn("account", management.id()),
            "MasterAccountId", management.id(),
            "MasterAccountEmail", management.email(),
            "AvailablePolicyTypes", List.of()));
  }

  private ObjectNode account(Request request) {
    var account = organization().accounts().get(request.text("AccountId"));
    if (account == null) {
      throw error("AccountNotFoundException", "You specified an account that doesn't exist.");
    }
    return Json.object("Account", json(account));
  }

  private ObjectNode unit(Request request) {
    var unit = organization().units().get(request.text("OrganizationalUnitId"));
    if (unit == null) {
      throw error(
          "OrganizationalUnitNotFoundException",
          "You specified an organizational unit that doesn't exist.");
    }
    return Json.object("OrganizationalUnit", json(unit));
  }

  private ObjectNode tags(Request request) {
    var id = request.text("ResourceId");
    var account = organization().accounts().get(id);
    var unit = organization().units().get(id);
    if (account == null && unit == null && !id.equals(organization().rootId())) {
      throw error("TargetNotFoundException", "You specified a target that doesn't exist.");
    }
    Map<String, String> tags =
        account != null ? account.tags() : unit != null ? unit.tags() : Map.of();
    return Json.object("Tags", Tags.json(tags));
  }

  private String parent(Request request) {
    var id = request.text("ParentId");
    if (!organization().hasParent(id)) {
      throw error("ParentNotFoundException", "You specified parent that doesn't exist.");
    }
    return id;
  }

  private Organization organization() {
    return world.state().organization();
  }

  private ObjectNode json(Account account) {
    var isManagement = organization().isManagement(account.id());
    return Json.object(
        "Id", account.id(),
        "Arn", organization().arn("account", account.id()),
        "Email", account.email(),
        "Name", account.name(),
        "Status", account.state().status(),
        "State", account.state(),
        "Paths",
            world.options().assumes(Assumption.ACCOUNTS_CARRY_PATHS)
                ? List.of(organization().path(account.parentId()))
                : null,
        "JoinedMethod", isManagement ? "INVITED" : "CREATED",
        "JoinedTimestamp", account.joined());
  }

  private ObjectNode json(Unit unit) {
    return Json.object(
        "Id", unit.id(),
        "Arn", organization().arn("ou", unit.id()),
        "Name", unit.name(),
        "Path", organization().path(unit.id()));
  }

  private static AwsException error(String code, String message) {
    return new AwsException(code, message);
  }
}
