package dev.identitycenter.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point inward: kinds know the port, the adapter knows the SDK, the API neither. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  static final String ROOT = "dev.identitycenter.operator";

  private static final String OURS = ROOT + "..";
  private static final String API = ROOT + ".api..";
  private static final String PORT = ROOT + ".identitycenter";
  private static final String ADAPTER = ROOT + ".identitycenter.aws..";
  private static final String PERMISSION_SETS = ROOT + ".permissionset..";
  private static final String ASSIGNMENTS = ROOT + ".accountassignment..";
  private static final String JOSDK = "io.javaoperatorsdk..";

  @ArchTest
  static final ArchRule onlyTheAdapterKnowsTheAwsSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage(ADAPTER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule theAdapterIsKnownToTheWiringOnly =
      noClasses()
          .that()
          .resideInAnyPackage(PERMISSION_SETS, ASSIGNMENTS, PORT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ADAPTER);

  @ArchTest
  static final ArchRule theApiKnowsNothingOfOurs =
      classes()
          .that()
          .resideInAPackage(API)
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage(API)
                  .or(resideOutsideOfPackage(OURS).and(resideOutsideOfPackage(JOSDK))));

  @ArchTest
  static final ArchRule thePortKnowsNothingOfOurs =
      classes()
          .that()
          .resideInAPackage(PORT)
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage(PORT)
                  .or(resideOutsideOfPackage(OURS).and(resideOutsideOfPackage(JOSDK))));

  @ArchTest
  static final ArchRule theBudgetKnowsNothingOfOursButTimeNorTheFramework =
      classes()
          .that()
          .resideInAPackage(ROOT + ".budget..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(ROOT + ".budget..", ROOT + ".background..")
                  .or(
                      resideOutsideOfPackage(OURS)
                          .and(resideOutsideOfPackage(JOSDK))
                          .and(resideOutsideOfPackage("io.fabric8.."))));

  @ArchTest
  static final ArchRule permissionSetsDoNotKnowAssignments =
      noClasses()
          .that()
          .resideInAPackage(PERMISSION_SETS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ASSIGNMENTS);

  @ArchTest
  static final ArchRule assignmentsDoNotKnowPermissionSets =
      noClasses()
          .that()
          .resideInAPackage(ASSIGNMENTS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PERMISSION_SETS);

  @ArchTest
  static final ArchRule whatKindsShareDoesNotKnowTheKinds =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, PERMISSION_SETS, ASSIGNMENTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PERMISSION_SETS, ASSIGNMENTS);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule nobodyPrintsToStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule nobodyUsesTheLoggingOfTheJdk = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");
}
