package dev.tocsin.alerter.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import dev.tocsin.alerter.delivery.FollowUp;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.channels.email.PersonalLetter;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel breaks, and no other one of the project works. */
class OwnerLettersTest {

  private final World world = new World();
  private final FollowUp followUp =
      new FollowUp(
          world.db,
          new Flapping(FlapLimits.DEFAULTS),
          new OwnerLetters(world.secrets, URI.create("https://t.example")));
  private final long hook = world.channel("single", "hook");

  OwnerLettersTest() {
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
    while (followUp.runOnce()) {}
  }

  private long letters() {
    return world.one("SELECT count(*) AS n FROM account_mail");
  }

  @Test
  void every_owner_gets_one_letter_and_nobody_else_does() {
    breaks(hook);
    while (followUp.runOnce()) {}
    List<PersonalLetter> letters =
        world.db.query(
            "reading letters",
            """
            SELECT letter FROM account_mail
             WHERE recipient = 'ann@example.org'
               AND expires_at BETWEEN now() + interval '23 hours' AND now() + interval '25 hours'
            """,
            row -> PersonalLetter.ofBytes(world.secrets.open(row.bytes("letter"))));
    assertThat(letters()).isOne();
    assertThat(letters).hasSize(1);
    PersonalLetter letter = letters.get(0);
    assertThat(letter.subject()).isEqualTo("Lab: Channel hook is broken");
    assertThat(letter.lines())
        .containsExactly(
            "It does not take messages: the hook is gone.",
            "No other channel of this project works: nobody hears of checks that go down.");
    assertThat(letter.link().orElseThrow().url()).startsWith("https://t.example/projects/");
  }

  @Test
  void while_another_channel_works_it_tells_and_no_letter_is_written() {
    long mail = world.channel("group", "mail");
    breaks(hook);
    assertThat(letters()).isZero();
    breaks(mail);
    assertThat(letters()).isOne();
  }

  @Test
  void a_channel_that_breaks_again_is_a_letter_again() {
    breaks(hook);
    breaks(hook);
    assertThat(letters()).isEqualTo(2);
  }
}
