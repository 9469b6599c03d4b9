package dev.identitycenter.operator.iam;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The actions that the adapter's compiled code can ask AWS for. */
public final class AdapterActions {
  private static final String ADAPTER = "dev.identitycenter.operator.identitycenter.aws";

  /** Methods of a client that call nothing. */
  private static final Set<String> SILENT =
      Set.of("builder", "close", "serviceClientConfiguration");

  private static final Map<String, String> PREFIXES =
      Map.of(
          SsoAdminClient.class.getName(), "sso",
          IdentitystoreClient.class.getName(), "identitystore",
          OrganizationsClient.class.getName(), "organizations",
          StsClient.class.getName(), "sts");

  private AdapterActions() {}

  /** Such as {@code sso:ListInstances}. */
  static Set<String> all() {
    var actions = new TreeSet<String>();
    new ClassFileImporter()
        .importPackages(ADAPTER).stream()
            .flatMap(AdapterActions::targets)
            .filter(target -> PREFIXES.containsKey(target.getOwner().getName()))
            .filter(target -> !SILENT.contains(target.getName()))
            .map(AdapterActions::action)
            .forEach(actions::add);
    return actions;
  }

  /** The same without the service, such as {@code ListInstances}. */
  public static Set<String> operations() {
    var operations = new TreeSet<String>();
    all().forEach(action -> operations.add(action.substring(action.indexOf(':') + 1)));
    return operations;
  }

  /** Those that a policy has to allow; AWS tells everybody who they are. */
  static Set<String> needingPermission() {
    var actions = new TreeSet<>(all());
    actions.remove("sts:GetCallerIdentity");
    return actions;
  }

  /** Those among them that change nothing. */
  static Set<String> reading() {
    var actions = new TreeSet<>(needingPermission());
    actions.removeIf(action -> !action.matches("[a-z]+:(List|Describe|Get).*"));
    return actions;
  }

  private static Stream<? extends AccessTarget.CodeUnitAccessTarget> targets(JavaClass adapter) {
    return Stream.concat(
        adapter.getMethodCallsFromSelf().stream().map(call -> call.getTarget()),
        adapter.getMethodReferencesFromSelf().stream().map(reference -> reference.getTarget()));
  }

  private static String action(AccessTarget target) {
    var method = target.getName();
    return PREFIXES.get(target.getOwner().getName())
        + ":"
        + Character.toUpperCase(method.charAt(0))
        + method.substring(1);
  }
}
