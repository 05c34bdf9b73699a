package dev.tocsin.dashboard.people.factors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.mail.Letters;
import dev.tocsin.dashboard.people.mail.Outbox;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.TestPostgres;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwoStepTest {

  private final Db db = Db.open(TestPostgres.freshDatabase());
  private final SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private final Post post =
      new Post(new Letters("Tocsin", "https://t.example"), new Outbox(secrets, true));
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final TwoStep twoStep = new TwoStep(db, secrets, post, () -> now);
  private final Account ada =
      ((NewAccount.Made) new Accounts(db).create("ada@example.org", "correct horse", "cli"))
          .account();

  @AfterEach
  void close() {
    db.close();
  }

  private String code(byte[] secret) {
    return Totp.code(secret, Totp.step(now), Totp.DIGITS);
  }

  private byte[] begun() {
    twoStep.begin(ada);
    return twoStep.status(ada).setUp().orElseThrow().bytes();
  }

  private List<String> on(byte[] secret) {
    return twoStep.confirm(ada, code(secret)).orElseThrow();
  }

  @Test
  void it_is_on_only_after_the_app_has_shown_a_code() {
    byte[] secret = begun();
    assertThat(twoStep.isOn(ada)).isFalse();
    assertThat(twoStep.accepts(ada, code(secret))).isFalse();
    assertThat(twoStep.confirm(ada, "000000")).isEmpty();
    assertThat(on(secret)).hasSize(10).allMatch(c -> c.matches("[a-z2-9]{5}-[a-z2-9]{5}"));
    assertThat(twoStep.isOn(ada)).isTrue();
    assertThat(twoStep.status(ada).setUp()).isEmpty();
  }

  @Test
  void no_code_is_taken_twice_and_none_older_than_the_last_one() {
    byte[] secret = begun();
    String first = code(secret);
    on(secret);
    assertThat(twoStep.accepts(ada, first)).isFalse();
    now = now.plus(Totp.STEP);
    String second = code(secret);
    now = now.plus(Totp.STEP);
    String third = code(secret);
    assertThat(twoStep.accepts(ada, third.substring(0, 3) + " " + third.substring(3))).isTrue();
    assertThat(twoStep.accepts(ada, third)).isFalse();
    assertThat(twoStep.accepts(ada, second)).isFalse();
  }

  @Test
  void a_second_secret_does_not_replace_one_that_is_on() {
    byte[] secret = begun();
    on(secret);
    twoStep.begin(ada);
    assertThat(twoStep.confirm(ada, code(secret))).isEmpty();
    now = now.plus(Totp.STEP);
    assertThat(twoStep.accepts(ada, code(secret))).isTrue();
  }

  @Test
  void a_recovery_code_works_once_however_it_is_typed() {
    List<String> codes = on(begun());
    assertThat(new HashSet<>(codes)).hasSize(10);
    String typed = " " + codes.get(3).toUpperCase(Locale.ROOT).replace("-", " ");
    assertThat(twoStep.recovers(ada, typed)).isTrue();
    assertThat(twoStep.recovers(ada, codes.get(3))).isFalse();
    assertThat(twoStep.status(ada).recoveryLeft()).isEqualTo(9);
    assertThat(twoStep.recovers(ada, "")).isFalse();
    List<String> fresh = twoStep.newRecoveryCodes(ada).orElseThrow();
    assertThat(twoStep.recovers(ada, codes.get(0))).isFalse();
    assertThat(twoStep.recovers(ada, fresh.get(0))).isTrue();
  }

  @Test
  void a_recovery_code_of_somebody_else_opens_nothing() {
    List<String> codes = on(begun());
    Account bob =
        ((NewAccount.Made) new Accounts(db).create("bob@example.org", "correct horse", "cli"))
            .account();
    twoStep.begin(bob);
    byte[] secret = twoStep.status(bob).setUp().orElseThrow().bytes();
    twoStep.confirm(bob, code(secret));
    assertThat(twoStep.recovers(bob, codes.get(0))).isFalse();
  }

  @Test
  void neither_secret_nor_codes_stand_in_the_database() {
    byte[] secret = begun();
    List<String> codes = on(secret);
    String all =
        db.first(
                "reading",
                """
                SELECT string_agg(t::text, ' ') || (SELECT string_agg(r::text, ' ')
                  FROM recovery_codes r) || (SELECT string_agg(a::text, ' ') FROM audit a) AS v
                  FROM totp t
                """,
                row -> row.string("v"))
            .orElseThrow();
    assertThat(all)
        .doesNotContain(HexFormat.of().formatHex(secret))
        .doesNotContain(codes.get(0), codes.get(0).replace("-", ""));
  }

  @Test
  void switching_off_forgets_all_and_is_told() {
    byte[] secret = begun();
    List<String> codes = on(secret);
    twoStep.off(ada);
    now = now.plus(Totp.STEP);
    assertThat(twoStep.accepts(ada, code(secret))).isFalse();
    assertThat(twoStep.recovers(ada, codes.get(0))).isFalse();
    assertThat(
            db.query(
                "reading letters",
                "SELECT letter FROM account_mail ORDER BY id",
                row -> PersonalLetter.ofBytes(secrets.open(row.bytes("letter"))).subject()))
        .containsExactly("Two-step sign-in is on", "Two-step sign-in is off");
  }
}
