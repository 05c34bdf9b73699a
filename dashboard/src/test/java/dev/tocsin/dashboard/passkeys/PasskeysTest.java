package dev.tocsin.dashboard.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasskeysTest {

  private static final String ORIGIN = "https://tocsin.example";
  private static final String VISIT = "a visit";
  private static final Db DB = Db.open(TestPostgres.freshDatabase());
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Instant now = Instant.now();
  private final Passkeys passkeys =
      new Passkeys(
          DB,
          new SecretBox(new byte[SecretBox.KEY_BYTES]),
          RelyingParty.of(ORIGIN, "Tocsin").orElseThrow());
  private final Account ada = account();
  private final SoftKey key = new SoftKey(ORIGIN, "tocsin.example");

  private static Account account() {
    String email = "k%d@example.org".formatted(COUNT.incrementAndGet());
    return ((NewAccount.Made) new Accounts(DB).create(email, "correct horse", "cli")).account();
  }

  private Outcome<Passkey> add(Account account, SoftKey made) {
    String answer = made.make(passkeys.toMake(account, VISIT, now));
    return passkeys.add(account, "Laptop", answer, VISIT, now);
  }

  private Outcome<Account> show(SoftKey shown) {
    return passkeys.shown(shown.show(passkeys.toShow(VISIT, now)), VISIT, now);
  }

  private static String why(Outcome<?> refused) {
    return refused.either(done -> "done", Outcome.Refused::why);
  }

  @Test
  void a_passkey_is_added_shown_named_and_removed() {
    Passkey made = add(ada, key).orElseThrow();
    assertThat(made.name()).isEqualTo("Laptop");
    assertThat(made.usedAt()).isNull();
    assertThat(show(key).orElseThrow()).isEqualTo(ada);
    assertThat(passkeys.of(ada)).singleElement().matches(known -> known.usedAt() != null);
    assertThat(passkeys.remove(account(), made.code())).isFalse();
    assertThat(passkeys.remove(ada, made.code())).isTrue();
    assertThat(why(show(key))).contains("opens nothing");
  }

  @Test
  void a_question_asks_for_verified_holders_by_the_host_of_the_settings() {
    assertThat(passkeys.toMake(ada, VISIT, now))
        .contains("\"id\":\"tocsin.example\"", "\"userVerification\":\"required\"")
        .contains("\"residentKey\":\"required\"", "\"attestation\":\"none\"");
    assertThat(passkeys.toShow(VISIT, now))
        .contains("\"rpId\":\"tocsin.example\"", "\"allowCredentials\":[]");
  }

  @Test
  void another_origin_or_party_gets_nothing() {
    add(ada, key).orElseThrow();
    key.origin = "https://tocsin.example.evil.test";
    assertThat(why(show(key))).contains("opens nothing");
    key.origin = ORIGIN + ":8443";
    assertThat(why(show(key))).contains("opens nothing");
    key.origin = ORIGIN;
    key.party = "evil.test";
    assertThat(why(show(key))).contains("opens nothing");
    assertThat(why(add(ada, new SoftKey("https://evil.test", "tocsin.example"))))
        .contains("not made for this site");
  }

  @Test
  void who_is_not_verified_gets_nothing() {
    add(ada, key).orElseThrow();
    key.verified = false;
    assertThat(why(show(key))).contains("opens nothing");
    SoftKey careless = new SoftKey(ORIGIN, "tocsin.example");
    careless.verified = false;
    assertThat(why(add(ada, careless))).contains("not made for this site");
  }

  @Test
  void an_answer_is_taken_once() {
    add(ada, key).orElseThrow();
    String answer = key.show(passkeys.toShow(VISIT, now));
    assertThat(passkeys.shown(answer, VISIT, now).orElseThrow()).isEqualTo(ada);
    assertThat(why(passkeys.shown(answer, VISIT, now))).contains("used before");
  }

  @Test
  void an_answer_is_taken_from_the_visit_that_was_asked_and_not_after_five_minutes() {
    add(ada, key).orElseThrow();
    String answer = key.show(passkeys.toShow(VISIT, now));
    assertThat(why(passkeys.shown(answer, "another visit", now))).contains("try again");
    Instant late = now.plus(Duration.ofMinutes(5)).plusSeconds(1);
    assertThat(why(passkeys.shown(answer, VISIT, late))).contains("too long");
    String forMaking = key.show(passkeys.toMake(ada, VISIT, now));
    assertThat(why(passkeys.shown(forMaking, VISIT, now))).contains("try again");
    assertThat(passkeys.shown(answer, VISIT, now).orElseThrow()).isEqualTo(ada);
  }

  @Test
  void a_counter_that_goes_back_is_refused() {
    key.count = 7;
    add(ada, key).orElseThrow();
    key.count = 8;
    show(key).orElseThrow();
    assertThat(why(show(key))).as("the same count again").contains("may have a copy");
    key.count = 3;
    assertThat(why(show(key))).contains("may have a copy");
    key.count = 9;
    assertThat(show(key).orElseThrow()).isEqualTo(ada);
  }

  @Test
  void the_passkey_of_another_account_is_no_second_step() {
    Account eve = account();
    SoftKey hers = new SoftKey(ORIGIN, "tocsin.example");
    add(ada, key).orElseThrow();
    add(eve, hers).orElseThrow();
    String asked = passkeys.toShow(ada, VISIT, now);
    assertThat(why(passkeys.shown(ada, hers.show(asked), VISIT, now))).contains("opens nothing");
    assertThat(
            passkeys
                .shown(ada, key.show(passkeys.toShow(ada, VISIT, now)), VISIT, now)
                .orElseThrow())
        .isEqualTo(ada);
    String hersOwn = hers.show(passkeys.toShow(eve, VISIT, now));
    assertThat(why(passkeys.shown(ada, hersOwn, VISIT, now))).contains("try again");
  }

  @Test
  void a_passkey_is_added_once_and_to_the_account_that_asked() {
    add(ada, key).orElseThrow();
    assertThat(why(add(account(), key))).contains("known already");
    Account eve = account();
    String forAda = new SoftKey(ORIGIN, "tocsin.example").make(passkeys.toMake(ada, VISIT, now));
    assertThat(why(passkeys.add(eve, "", forAda, VISIT, now))).contains("try again");
  }

  @Test
  void nonsense_is_refused_in_words() {
    for (String nonsense :
        new String[] {
          "",
          "null",
          "{}",
          "[]",
          "x",
          "{\"id\":\"AAAA\",\"rawId\":\"AAAA\"}",
          "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\"}}",
          "{\"id\":1,\"rawId\":{},\"response\":[]}"
        }) {
      assertThat(why(passkeys.shown(nonsense, VISIT, now))).as(nonsense).contains("try again");
      assertThat(why(passkeys.add(ada, "", nonsense, VISIT, now)))
          .as(nonsense)
          .contains("try again");
    }
  }

  @Test
  void an_account_has_at_most_so_many() {
    for (int i = 0; i < Passkeys.MOST; i++) {
      add(ada, new SoftKey(ORIGIN, "tocsin.example")).orElseThrow();
    }
    assertThat(why(add(ada, key))).contains("there are 20 passkeys already");
  }

  @Test
  void there_are_passkeys_where_browsers_give_them() {
    assertThat(RelyingParty.of("https://Tocsin.example:443", "T"))
        .contains(new RelyingParty("tocsin.example", ORIGIN, "T"));
    assertThat(RelyingParty.of("http://localhost:8000", "T"))
        .contains(new RelyingParty("localhost", "http://localhost:8000", "T"));
    assertThat(RelyingParty.of("http://tocsin.example", "T")).isEmpty();
    assertThat(RelyingParty.of("https://192.0.2.1", "T")).isEmpty();
    assertThat(RelyingParty.of("https://[::1]:8443", "T")).isEmpty();
  }
}
