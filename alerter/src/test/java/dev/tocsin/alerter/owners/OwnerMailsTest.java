package dev.tocsin.alerter.owners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.delivery.FollowUp;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.channels.Alert;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel breaks, and no other one of the project works. */
class OwnerMailsTest {

  private final World world = new World();
  private final Receiver.All receivers = new Receiver.All();
  private final FollowUp followUp = new FollowUp(world.db, new Flapping(FlapLimits.DEFAULTS));
  private final OwnerMails mails =
      new OwnerMails(
          world.db,
          to -> receivers.kind("single").orElseThrow().open(to),
          "Tocsin",
          URI.create("https://t.example"));
  private final Receiver ann = receivers.of("ann@example.org");
  private final Receiver bob = receivers.of("bob@example.org");
  private final long hook = world.channel("single", "hook");

  OwnerMailsTest() {
    member("ann@example.org", "owner");
    member("bob@example.org", "manager");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void member(String address, String role) {
    world.run("INSERT INTO accounts (email, password_hash) VALUES (?, '')", address);
    world.run(
        """
        INSERT INTO members (project_id, account_id, role)
        SELECT p.id, a.id, ? FROM projects p, accounts a WHERE a.email = ? AND NOT p.system
        """,
        role,
        address);
  }

  private void breaks(long channel) {
    world.run(
        "UPDATE channels SET broken_since = now(), broken_why = 'the hook is gone' WHERE id = ?",
        channel);
    work();
  }

  private void work() {
    while (followUp.runOnce()) {}
    while (mails.runOnce()) {}
  }

  private long waiting() {
    return world.one("SELECT count(*) AS n FROM owner_mails");
  }

  @Test
  void the_owners_are_mailed_once_and_nobody_else() {
    breaks(hook);
    work();
    assertThat(bob.tried).isEmpty();
    assertThat(ann.taken).hasSize(1);
    Alert.Notice notice = ann.taken.get(0).notice().orElseThrow();
    assertThat(notice.title()).isEqualTo("Lab: Channel hook is broken");
    assertThat(notice.lines())
        .containsExactly(
            "It does not take messages: the hook is gone.",
            "No other channel of this project works: nobody hears of checks that go down.");
    assertThat(notice.link().toString()).startsWith("https://t.example/projects/");
    assertThat(waiting()).isZero();
  }

  @Test
  void while_another_channel_works_it_tells_and_nobody_is_mailed() {
    long mail = world.channel("group", "mail");
    breaks(hook);
    assertThat(ann.tried).isEmpty();
    breaks(mail);
    assertThat(ann.taken).hasSize(1);
  }

  @Test
  void a_mail_server_that_is_away_is_tried_again_with_the_same_message_for_a_day() {
    ann.answer = alert -> Receiver.LATER;
    breaks(hook);
    work();
    assertThat(ann.tried).hasSize(1);
    world.run("UPDATE owner_mails SET next_at = now()");
    ann.answer = alert -> Receiver.OK;
    work();
    assertThat(ann.tried).hasSize(2);
    assertThat(ann.tried.get(1).key()).isEqualTo(ann.tried.get(0).key());
    assertThat(waiting()).isZero();
    breaks(hook);
    assertThat(ann.taken).as("it broke once more").hasSize(2);
    assertThat(ann.taken.get(1).key()).isNotEqualTo(ann.taken.get(0).key());
  }

  @Test
  void what_cannot_be_mailed_in_a_day_or_at_all_is_given_up() {
    ann.answer = alert -> Receiver.NEVER;
    breaks(hook);
    assertThat(waiting()).isZero();
    ann.answer = alert -> Receiver.LATER;
    breaks(hook);
    assertThat(waiting()).isOne();
    world.run("UPDATE owner_mails SET next_at = now()");
    world.run("UPDATE notices SET created_at = now() - interval '25 hours'");
    work();
    assertThat(waiting()).isZero();
  }

  @Test
  void who_owns_the_project_no_more_is_not_told() {
    ann.answer = alert -> Receiver.LATER;
    breaks(hook);
    world.run("UPDATE members SET role = 'member'");
    world.run("UPDATE owner_mails SET next_at = now()");
    work();
    assertThat(ann.tried).hasSize(1);
    assertThat(waiting()).isZero();
  }
}
