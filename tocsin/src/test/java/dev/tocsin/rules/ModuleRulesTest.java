package dev.tocsin.rules;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import dev.tocsin.channels.Channel;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import what, over all modules: the program is where they come together. */
class ModuleRulesTest {

  private static final String DOMAIN = "dev.tocsin.domain..";
  private static final String STORE = "dev.tocsin.store..";
  private static final String PING = "dev.tocsin.ping..";
  private static final String CHANNELS = "dev.tocsin.channels..";
  private static final String ALERTER = "dev.tocsin.alerter..";
  private static final String DASHBOARD = "dev.tocsin.dashboard..";
  private static final String[] PROGRAM = {
    "dev.tocsin.backup..",
    "dev.tocsin.cli..",
    "dev.tocsin.settings..",
    "dev.tocsin.remote..",
    "dev.tocsin.yaml..",
    "dev.tocsin.postgres..",
    "dev.tocsin.handover..",
    "dev.tocsin.selfwatch..",
    "dev.tocsin.tls..",
    "dev.tocsin.roles..",
    "dev.tocsin.ops.."
  };
  private static final String[] JDBC = {
    "java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.tocsin");
    assertThat(classes.size()).as("all modules are there").isGreaterThan(200);
  }

  @Test
  void the_domain_is_pure_java() {
    check(
        classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    DOMAIN,
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.math..",
                    "java.text..",
                    "java.nio.charset..",
                    "org.jspecify..")));
  }

  @Test
  void the_domain_reads_no_clock() {
    check(noWallClock(DOMAIN).orShould().callMethod(System.class, "nanoTime"));
  }

  /**
   * What is judged by this machine's clock is judged wrongly on the machine whose clock is. Only
   * operators are told at its time: they must be, too, that there is no database to ask.
   */
  @Test
  void the_alerter_goes_by_the_clock_of_the_database_alone() {
    check(noWallClock(ALERTER));
  }

  private static ClassesShouldConjunction noWallClock(String where) {
    return noClasses()
        .that()
        .resideInAPackage(where)
        .and()
        .resideOutsideOfPackage("..alerter.operators..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(System.class, "currentTimeMillis");
  }

  @Test
  void the_store_knows_the_domain_and_nobody_else_of_us() {
    neverImports(STORE, PING, CHANNELS, ALERTER, DASHBOARD);
  }

  @Test
  void the_ping_listener_never_waits_for_jdbc() {
    neverImports(PING, JDBC);
    neverImports(PING, STORE, CHANNELS);
  }

  @Test
  void channels_know_no_sql() {
    neverImports(CHANNELS, JDBC);
    neverImports(CHANNELS, STORE);
  }

  @Test
  void the_three_apps_meet_in_rows_only() {
    neverImports(PING, ALERTER, DASHBOARD);
    neverImports(ALERTER, PING, DASHBOARD);
    neverImports(DASHBOARD, PING, ALERTER);
  }

  @Test
  void nobody_imports_the_program() {
    for (String module : new String[] {DOMAIN, STORE, PING, CHANNELS, ALERTER, DASHBOARD}) {
      neverImports(module, PROGRAM);
    }
  }

  @Test
  void only_the_program_reads_environment_and_command_line() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(PROGRAM)
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.tomlj.."));
  }

  @Test
  void pages_and_api_never_deliver_themselves() {
    check(
        noClasses()
            .that()
            .resideInAPackage(DASHBOARD)
            .should()
            .callMethodWhere(
                target(name("deliver")).and(target(owner(assignableTo(Channel.class))))));
  }

  @Test
  void features_do_not_go_in_circles() {
    Stream.of("domain", "ping", "channels", "alerter", "dashboard")
        .map(
            module ->
                slices().matching("dev.tocsin." + module + ".(*)..").should().beFreeOfCycles())
        .forEach(ModuleRulesTest::check);
    check(slices().matching("dev.tocsin.(*)..").should().beFreeOfCycles());
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(
            classes.stream()
                .filter(type -> !type.getPackageName().startsWith("gg.jte"))
                .map(type -> type.getPackage())
                .distinct()
                .filter(
                    type ->
                        !type.tryGetPackageInfo().isPresent()
                            || !type.isAnnotatedWith(NullMarked.class))
                .map(type -> type.getName()))
        .isEmpty();
  }

  private static void neverImports(String module, String... others) {
    check(
        noClasses()
            .that()
            .resideInAPackage(module)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others));
  }

  private static void check(ArchRule rule) {
    rule.check(classes);
  }
}
