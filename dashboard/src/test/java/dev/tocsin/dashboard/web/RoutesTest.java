package dev.tocsin.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.store.TestPostgres;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Scanner;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Walks every route of the pages as everybody: who may not, gets nothing, and who may, gets in. The
 * table routes.txt says who may at least; a route that does not stand there fails the test.
 */
class RoutesTest {

  /** By rising rights. */
  private enum Who {
    /** Not signed in. */
    ANYBODY,
    /** Signed in, and a member of other projects only. */
    STRANGER,
    READONLY,
    MEMBER,
    MANAGER,
    OWNER,
    /** Runs the installation, and is a member of nothing. */
    OPERATOR
  }

  private static final TestDashboard DASHBOARD =
      new TestDashboard(TestPostgres.freshDatabase(), 0, withAllWaysToSignIn());
  private static final Map<String, Who> TABLE = table();

  private final Map<Who, Account> accounts = new EnumMap<>(Who.class);
  private final Map<Who, RouteFixture> places = new EnumMap<>(Who.class);
  private final Map<Who, TestBrowser> browsers = new EnumMap<>(Who.class);

  @AfterAll
  static void close() {
    DASHBOARD.close();
  }

  /** Where browsers give passkeys, with a provider of single sign-on that does not answer. */
  private static DashboardConfig withAllWaysToSignIn() {
    OidcConfig away =
        new OidcConfig(
            URI.create("http://127.0.0.1:1"),
            "tocsin",
            Optional.empty(),
            List.of("openid"),
            "Example SSO",
            false,
            false,
            false,
            Optional.empty(),
            OutboundConfig.DEFAULT.withAllowPrivate(true));
    return DashboardConfig.of("http://localhost:1", Optional.empty(), 8)
        .withSignIn(
            new DashboardConfig.SignIn(Optional.of(away), TrustedHeader.NONE, false, false));
  }

  private static Map<String, Who> table() {
    Map<String, Who> table = new TreeMap<>();
    try (Scanner words =
        new Scanner(
            Objects.requireNonNull(RoutesTest.class.getResourceAsStream("routes.txt")),
            StandardCharsets.UTF_8)) {
      while (words.hasNext()) {
        String route = words.next() + " " + words.next();
        table.put(route, Who.valueOf(words.next().toUpperCase(Locale.ROOT)));
      }
    }
    return table;
  }

  @Test
  void the_table_says_of_every_route_who_may() {
    assertThat(TABLE.keySet()).containsExactlyInAnyOrderElementsOf(DASHBOARD.routes());
  }

  @Test
  void who_may_not_gets_nothing_and_who_may_gets_in() {
    people();
    SoftAssertions soft = new SoftAssertions();
    TABLE.forEach(
        (route, least) -> {
          for (Who who : Who.values()) {
            if (who == Who.OPERATOR && least.compareTo(Who.STRANGER) > 0 && least != who) {
              continue; // in projects they are strangers
            }
            int status = ask(place(who, route), route, who);
            String as = "%s as %s, for %s and above".formatted(route, who, least);
            if (least == Who.ANYBODY) {
              soft.assertThat(status).as(as).isNotEqualTo(500); // a wrong password is refused, too
            } else if (who.compareTo(least) >= 0) {
              soft.assertThat(status).as(as).isNotIn(401, 403, 500);
              if (RouteFixture.isOfSomethingThere(route)) {
                soft.assertThat(status).as(as).isNotEqualTo(404);
              }
            } else {
              soft.assertThat(status).as(as).isEqualTo(refusal(who, route));
            }
          }
        });
    soft.assertAll();
  }

  /** Strangers do not learn that something exists; who is not signed in is asked to. */
  private static int refusal(Who who, String route) {
    if (route.contains("/live/") || route.endsWith(".zip")) {
      return 404; // no page that could say why
    }
    return switch (who) {
      case ANYBODY -> 303;
      case STRANGER -> 404;
      default -> route.contains(" /system") ? 404 : 403;
    };
  }

  @Test
  void nothing_is_changed_by_a_form_that_is_not_ours() {
    people();
    RouteFixture place = place();
    TestBrowser browser = browser(Who.OWNER);
    TABLE.keySet().stream()
        .filter(route -> route.startsWith("POST"))
        .filter(route -> !route.contains("/reports/leave/")) // by a signed link, whoever posts it
        .forEach(
            route -> {
              assertThat(browser.post(place.path(route)).statusCode()).as(route).isEqualTo(403);
              assertThat(browser.post(place.path(route), "csrf", "made-up").statusCode())
                  .as(route)
                  .isEqualTo(403);
            });
  }

  private Account account(Who who) {
    return accounts.computeIfAbsent(
        who,
        one -> {
          String address = one + "." + System.nanoTime() + "@example.org";
          Account account = DASHBOARD.account(address.toLowerCase(Locale.ROOT));
          new Accounts(DASHBOARD.db).setOperator(account, one == Who.OPERATOR, "cli");
          return account;
        });
  }

  private void people() {
    DASHBOARD.project("Elsewhere", account(Who.STRANGER));
  }

  /** Everybody has a place of their own, since what is ended there is gone; also as a member. */
  private RouteFixture place(Who who, String route) {
    boolean own = route.contains("/members/") || route.contains("/overrides");
    return own ? place() : places.computeIfAbsent(who, one -> place());
  }

  private RouteFixture place() {
    RouteFixture place = new RouteFixture(DASHBOARD, account(Who.OWNER));
    for (Role role : Role.values()) {
      if (role != Role.OWNER) {
        place.member(account(Who.valueOf(role.name())), role);
      }
    }
    return place;
  }

  private TestBrowser browser(Who who) {
    return browsers.computeIfAbsent(
        who,
        one ->
            one == Who.ANYBODY
                ? new TestBrowser(DASHBOARD.url())
                : DASHBOARD.signedIn(account(one)));
  }

  private int ask(RouteFixture place, String route, Who who) {
    String path = place.path(route);
    if (route.startsWith("GET")) {
      return browser(who).status(path);
    }
    String address = who == Who.ANYBODY ? "" : account(who).email();
    int status = place.submit(browser(who), path, address);
    if (path.startsWith("/sign-") || path.startsWith("/account")) {
      browsers.remove(who); // it may have been signed in or out
    }
    return status;
  }
}
