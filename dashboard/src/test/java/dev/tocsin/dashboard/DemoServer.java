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
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.store.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A dashboard with demo data, to look at while working on pages: run the main class, open what it
 * prints. Ends with the process.
 */
public final class DemoServer {

  private DemoServer() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8010;
    int many = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    TestDashboard dashboard = new TestDashboard(TestPostgres.freshDatabase(), port);
    Account ada = dashboard.account("ada@example.org");
    NewProject demo = dashboard.project("Operations", ada);
    dashboard.project("Empty project", ada);
    new DemoData().fill(dashboard.db, dashboard.secrets, demo.id());
    people(dashboard, demo);
    TestProject.incidents(dashboard.db);
    if (many > 0) {
      NewProject big = dashboard.project("Big fleet", ada);
      BigFleet.fill(dashboard.db, big.id(), many);
    }
    System.out.println("url " + dashboard.url());
    System.out.println("session " + new Sessions(dashboard.db).open(ada, "127.0.0.1", "demo"));
    System.out.println("setup " + new SetupLinks(dashboard.db).create());
    Thread.currentThread().join();
  }

  private static void people(TestDashboard dashboard, NewProject demo) {
    Members members = new Members(dashboard.db);
    Acting cli = Acting.operator();
    for (Role role : List.of(Role.MANAGER, Role.MEMBER, Role.READONLY)) {
      String email = role.word() + ".of.operations@example.org";
      dashboard.account(email);
      members.add(demo.id(), email, role, cli).orElseThrow();
    }
    Instant soon = Instant.now().plus(Duration.ofDays(12));
    Rights deploy = new Rights(false, Set.of(Scope.CHECKS, Scope.CHANNELS), soon);
    Keys keys = new Keys(dashboard.db);
    KeyHolder holder = KeyHolder.project(demo.id());
    keys.create(holder, "Deployment of the shop", deploy, cli).orElseThrow();
    Rights over = Rights.READ.until(Instant.now().minusSeconds(60));
    keys.create(holder, "Wallboard", over, cli).orElseThrow();
    dashboard.db.update("using a key", "UPDATE api_keys SET used_at = now() WHERE NOT read_only");
  }
}
