package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.DatabaseLog;
import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.mail.OwnerLetters;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.store.Db;
import java.net.URI;
import java.time.Duration;

/** A delivery at work in a test's world, driven step by step; time passes when the test says so. */
final class Lanes implements AutoCloseable {

  static final DeliveryLimits LIMITS = DeliveryLimits.DEFAULTS;
  static final Delivery.Site SITE =
      new Delivery.Site(
          "Tocsin", URI.create("https://t.example"), URI.create("https://t.example/ping/"));

  final World world = new World();
  final Receiver.All receivers = new Receiver.All();
  final Delivery delivery = another(world.db);
  private final FanOut fanOut =
      new FanOut(
          world.db,
          100,
          new DeliveryRows(LIMITS.breakerAfter(), LIMITS.shortestWindow(), busy -> {}),
          new Flapping(FlapLimits.DEFAULTS),
          () -> {},
          AlerterMetrics.NONE);

  Delivery another(Db db) {
    return new Delivery(
        db,
        world.secrets,
        receivers::kind,
        SITE,
        LIMITS,
        Duration.ofSeconds(20),
        new DatabaseLog(),
        AlerterMetrics.NONE);
  }

  /** What follows from failures, to the end. */
  void followUp() {
    FollowUp followUp =
        new FollowUp(
            world.db,
            new Flapping(FlapLimits.DEFAULTS),
            new OwnerLetters(world.secrets, SITE.url()));
    while (followUp.runOnce()) {}
  }

  /** Hands flips over. */
  void fanOut() {
    while (fanOut.runOnce()) {}
  }

  /** Hands flips over and delivers all that is due now. */
  void deliver() {
    fanOut();
    do {
      delivery.runOnce();
      Await.until("lanes are done", delivery::isIdle);
    } while (due() > 0);
  }

  /** One look, for lanes that stay due: somebody holds them back. */
  void lookOnce() {
    fanOut();
    delivery.runOnce();
    Await.until("lanes are done", delivery::isIdle);
  }

  private long due() {
    return world.one("SELECT count(*) AS n FROM lanes WHERE next_at <= now()");
  }

  /** Time passes, for all that delivery remembers. */
  void pass(Duration time) {
    world.run(
        """
        UPDATE lanes SET next_at = next_at - ?::interval, leased_until = leased_until - ?::interval,
                         down_sent_at = down_sent_at - ?::interval,
                         up_sent_at = up_sent_at - ?::interval,
                         paced_to = paced_to - ?::interval
        """,
        time,
        time,
        time,
        time,
        time);
    world.run(
        """
        UPDATE messages SET next_at = next_at - ?::interval,
                            created_at = created_at - ?::interval
        """,
        time,
        time);
  }

  /** A check that tells these channels. */
  long check(String name, long... channels) {
    long check = world.check(name);
    for (long channel : channels) {
      world.assign(check, channel);
    }
    return check;
  }

  String messages() {
    return String.join(
        ", ", world.texts("SELECT state || ' ' || attempts AS t FROM messages ORDER BY id"));
  }

  @Override
  public void close() {
    delivery.close();
    world.close();
  }
}
