package dev.tocsin.dashboard;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.store.DbConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A dashboard with demo data: a lively project, an empty one, people with all roles. What is looked
 * at while working on pages, and what tests of all pages look at.
 */
public final class DemoSite implements AutoCloseable {

  public final TestDashboard dashboard;
  public final Account ada;
  public final NewProject operations;
  public final NewProject empty;

  /**
   * @param port 0: any free one
   */
  public DemoSite(DbConfig config, int port) {
    dashboard = new TestDashboard(config, port);
    ada = dashboard.account("ada@example.org");
    operations = dashboard.project("Operations", ada);
    empty = dashboard.project("Empty project", ada);
    new DemoData().fill(dashboard.db, dashboard.secrets, operations.id());
    people();
    DemoAlerts.fill(dashboard.db, operations.id());
    DemoStatus.fill(dashboard.db, operations.id());
    DemoSystem.fill(dashboard.db);
  }

  /** Adds a project of many checks that are all well. */
  public NewProject bigFleet(int checks) {
    NewProject big = dashboard.project("Big fleet", ada);
    BigFleet.fill(dashboard.db, big.id(), checks);
    return big;
  }

  /** Adds many checks that are all well to the lively project. */
  public void manyChecks(int checks) {
    BigFleet.fill(dashboard.db, operations.id(), checks);
  }

  /** The cookie value of a new session of hers. */
  public String session() {
    return new Sessions(dashboard.db).open(ada, "127.0.0.1", "demo");
  }

  private void people() {
    Members members = new Members(dashboard.db);
    Acting cli = Acting.operator();
    for (Role role : List.of(Role.MANAGER, Role.MEMBER, Role.READONLY)) {
      String email = role.word() + ".of.operations@example.org";
      dashboard.account(email);
      members.add(operations.id(), email, role, cli).orElseThrow();
    }
    Instant soon = Instant.now().plus(Duration.ofDays(12));
    Rights deploy = new Rights(false, Set.of(Scope.CHECKS, Scope.CHANNELS), soon);
    Keys keys = new Keys(dashboard.db);
    KeyHolder holder = KeyHolder.project(operations.id());
    keys.create(holder, "Deployment of the shop", deploy, cli).orElseThrow();
    Rights over = Rights.READ.until(Instant.now().minusSeconds(60));
    keys.create(holder, "Wallboard", over, cli).orElseThrow();
    dashboard.db.update("using a key", "UPDATE api_keys SET used_at = now() WHERE NOT read_only");
  }

  @Override
  public void close() {
    dashboard.close();
  }
}
