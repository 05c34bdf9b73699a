package dev.tocsin.dashboard;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.store.TestPostgres;

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
    if (many > 0) {
      NewProject big = dashboard.project("Big fleet", ada);
      BigFleet.fill(dashboard.db, big.id(), many);
    }
    System.out.println("url " + dashboard.url());
    System.out.println("session " + new Sessions(dashboard.db).open(ada, "127.0.0.1", "demo"));
    System.out.println("setup " + new SetupLinks(dashboard.db).create());
    Thread.currentThread().join();
  }
}
