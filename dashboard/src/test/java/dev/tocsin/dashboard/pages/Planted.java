package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Session fixation: somebody puts a session into the browser of a victim, one that there is not yet
 * or their own, and waits for the victim to sign in with it.
 */
final class Planted {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Planted() {}

  /** A victim who signs in. */
  @FunctionalInterface
  interface SigningIn {

    /**
     * Signs in.
     *
     * @param page one on which this browser finds a form, and the token of forms
     * @return the address of who is signed in then
     */
    String in(TestBrowser victim, String page);
  }

  /** Fails unless the planted session shows nothing of the victim after this. */
  static void isWorthlessAfter(TestDashboard dashboard, SigningIn way) {
    String email = "planter%d@example.org".formatted(COUNT.incrementAndGet());
    String own = dashboard.signedIn(dashboard.account(email)).cookie("tocsin");
    for (String planted : new String[] {"P".repeat(32), own}) {
      TestBrowser victim = new TestBrowser(dashboard.url());
      victim.cookie("tocsin", planted);
      String who = way.in(victim, planted.equals(own) ? "/account" : "/sign-in");
      assertThat(victim.cookie("tocsin")).as(who).hasSize(32).isNotEqualTo(planted);
      assertThat(victim.get("/account").body()).contains(who).doesNotContain(email);
      TestBrowser planter = new TestBrowser(dashboard.url());
      planter.cookie("tocsin", planted);
      assertThat(planter.get("/account").body()).as("what the planter sees").doesNotContain(who);
    }
  }
}
