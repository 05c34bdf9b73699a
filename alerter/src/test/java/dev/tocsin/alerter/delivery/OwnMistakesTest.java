package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.channels.Verdict;
import dev.tocsin.domain.ping.PingKind;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bugs of our own in a lane: what was sent is not forgotten, or it would be sent again. */
class OwnMistakesTest {

  private final Lanes lanes = new Lanes();
  private final Receiver hook = lanes.receivers.of("hook");
  private final long channel = lanes.world.channel("single", "hook");
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    lanes.close();
  }

  private void settings(String receiver) {
    lanes.world.run(
        "UPDATE channels SET settings = ? WHERE id = ?",
        lanes.world.secrets.seal(receiver.getBytes(StandardCharsets.UTF_8)),
        channel);
  }

  private long attempts() {
    return lanes.world.one("SELECT count(*) AS n FROM attempts");
  }

  @Test
  void what_was_sent_is_recorded_although_every_further_turn_fails() {
    hook.answer =
        alert -> {
          Await.untilOpen(release);
          return Receiver.OK;
        };
    lanes.world.ping(lanes.check("a", channel), PingKind.FAIL, World.now());
    lanes.world.ping(lanes.check("b", channel), PingKind.FAIL, World.now());
    lanes.fanOut();
    lanes.delivery.runOnce();
    Await.until("both are on their way", () -> hook.busy.get() == 2);

    settings("bug");
    release.countDown();

    Await.until("both are recorded", () -> attempts() == 2);
    assertThat(lanes.messages()).isEqualTo("delivered 1, delivered 1");
    settings("hook");
    Await.until("the lane is done", lanes.delivery::isIdle);
    assertThat(hook.tried).hasSize(2);
  }

  @Test
  void a_result_that_cannot_be_recorded_does_not_take_the_others_with_it() {
    lanes.world.run(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.detail = 'poison' THEN RAISE EXCEPTION 'no' USING ERRCODE = '22023'; END IF;
          RETURN NEW;
        END $$
        """);
    lanes.world.run(
        "CREATE TRIGGER t BEFORE INSERT ON attempts FOR EACH ROW EXECUTE FUNCTION refuse()");
    hook.answer =
        alert -> {
          boolean bad = alert.news().get(0).title().equals("bad");
          return bad ? new Verdict.Delivered("poison") : Receiver.OK;
        };
    lanes.world.ping(lanes.check("bad", channel), PingKind.FAIL, World.now());
    lanes.world.ping(lanes.check("good", channel), PingKind.FAIL, World.now());
    lanes.deliver();

    assertThat(lanes.messages()).isEqualTo("delivered 1, delivered 1");
    assertThat(lanes.world.texts("SELECT detail AS t FROM attempts ORDER BY message_id"))
        .containsExactly("what was said cannot be recorded", "ok");
    assertThat(hook.tried).hasSize(2);
  }
}
