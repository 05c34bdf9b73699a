package dev.tocsin.dashboard.pages;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.store.TestPostgres;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One dashboard for all tests of pages; each asks for people and projects of its own. */
final class Fixture {

  static final TestDashboard DASHBOARD = new TestDashboard(TestPostgres.freshDatabase());

  private static final AtomicInteger COUNT = new AtomicInteger();

  final Account account = DASHBOARD.account("p" + COUNT.incrementAndGet() + "@example.org");
  final NewProject project = DASHBOARD.project("Project of " + account.email(), account);
  final TestBrowser browser = DASHBOARD.signedIn(account);

  String checks() {
    return "/projects/" + project.code() + "/checks";
  }

  String channels() {
    return "/projects/" + project.code() + "/channels";
  }

  /** Makes a check with a period of an hour. */
  UUID check(String name) {
    CheckEdit edit = new CheckEdit().name(name).timeout(Duration.ofHours(1));
    Saved saved =
        new CheckActions(DASHBOARD.db).create(project.id(), "cli", edit, ChannelChoice.NONE);
    return ((Saved.Created) saved).check().check().code();
  }

  /** Sets columns of the state of a check, as SQL says. */
  void state(UUID code, String assignments) {
    DASHBOARD.db.update(
        "setting a state",
        "UPDATE check_state SET "
            + assignments
            + " WHERE check_id = (SELECT id FROM checks WHERE code = ?)",
        code);
  }

  /** The only number of a query, which calls it {@code v}. */
  static long number(String sql, Object... parameters) {
    return DASHBOARD
        .db
        .first("reading a number", sql, row -> row.number("v"), parameters)
        .orElseThrow();
  }
}
