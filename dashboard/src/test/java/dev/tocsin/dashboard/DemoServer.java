package dev.tocsin.dashboard;

import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.store.TestPostgres;

/**
 * The demo, to look at while working on pages: run the main class, open what it prints. Ends with
 * the process.
 */
public final class DemoServer {

  private DemoServer() {}

  /**
   * Runs until it is killed.
   *
   * @param args the port, and of how many checks a big fleet is to be
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8010;
    int many = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    DemoSite site = new DemoSite(TestPostgres.freshDatabase(), port);
    if (many > 0) {
      site.bigFleet(many);
    }
    System.out.println("url " + site.dashboard.url());
    System.out.println("session " + site.session());
    System.out.println("setup " + new SetupLinks(site.dashboard.db).create());
    Thread.currentThread().join();
  }
}
