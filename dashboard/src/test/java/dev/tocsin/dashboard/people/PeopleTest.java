package dev.tocsin.dashboard.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.Db;
import dev.tocsin.store.TestPostgres;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeopleTest {

  private final Db db = Db.open(TestPostgres.freshDatabase());
  private final Accounts accounts = new Accounts(db);
  private final Projects projects = new Projects(db);
  private final Keys keys = new Keys(db);
  private final SetupLinks links = new SetupLinks(db);
  private final Sessions sessions = new Sessions(db);

  @AfterEach
  void close() {
    db.close();
  }

  private Account ada() {
    return ((NewAccount.Made) accounts.create(" Ada@Example.org ", "correct horse", "cli"))
        .account();
  }

  @Test
  void an_account_is_known_by_its_password_only() {
    Account ada = ada();
    assertThat(ada.email()).isEqualTo("ada@example.org");
    assertThat(accounts.verify("ADA@example.org", "correct horse")).contains(ada);
    assertThat(accounts.verify("ada@example.org", "correct horsf")).isEmpty();
    assertThat(accounts.verify("bob@example.org", "correct horse")).isEmpty();
    assertThat(accounts.verify("ada@example.org", "x".repeat(100_000))).isEmpty();
  }

  @Test
  void passwords_are_kept_as_argon2id_with_a_salt_each() {
    String one = Passwords.hash("correct horse");
    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(Passwords.hash("correct horse")).isNotEqualTo(one);
    // From the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1
    assertThat(
            Passwords.fits(
                "password",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                    + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
        .isTrue();
  }

  @Test
  void short_passwords_bad_and_taken_addresses_are_refused_at_their_field() {
    ada();
    assertThat(refusedField("bob@example.org", "1234567")).isEqualTo("password");
    assertThat(refusedField("bob", "12345678")).isEqualTo("email");
    assertThat(refusedField("a b@example.org", "12345678")).isEqualTo("email");
    assertThat(refusedField("ada@EXAMPLE.org", "12345678")).isEqualTo("email");
  }

  private String refusedField(String email, String password) {
    return ((NewAccount.Refused) accounts.create(email, password, "cli")).field();
  }

  @Test
  void a_setup_link_makes_one_account_which_owns_the_projects_without_owner() {
    NewProject early = projects.create("Early", "cli");
    String token = links.create();
    assertThat(links.works(token)).isTrue();
    assertThat(links.redeem(token, "nonsense", "12345678")).isInstanceOf(NewAccount.Refused.class);
    NewAccount made = links.redeem(token, "ada@example.org", "12345678");
    assertThat(made).isInstanceOf(NewAccount.Made.class);
    long ada = ((NewAccount.Made) made).account().id();
    assertThat(projects.of(ada)).extracting(Project::code).containsExactly(early.code());
    assertThat(links.works(token)).isFalse();
    assertThat(links.redeem(token, "bob@example.org", "12345678"))
        .isInstanceOf(NewAccount.Refused.class);
    assertThat(links.redeem("made-up", "bob@example.org", "12345678"))
        .isInstanceOf(NewAccount.Refused.class);
  }

  @Test
  void a_link_used_by_two_at_once_makes_one_account() {
    String token = links.create();
    List<NewAccount> ends =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(i -> links.redeem(token, "p" + i + "@example.org", "12345678"))
            .toList();
    assertThat(ends).filteredOn(NewAccount.Made.class::isInstance).hasSize(1);
  }

  @Test
  void a_project_has_keys_of_the_documented_forms_kept_as_hashes() {
    Account ada = ada();
    NewProject made = projects.create("Backups", "cli");
    assertThat(made.apiKey()).matches("hcw_[A-Za-z0-9]{28}");
    assertThat(made.apiKeyReadonly()).matches("hcr_[A-Za-z0-9]{28}");
    assertThat(made.pingKey()).matches("[A-Za-z0-9_-]{22}");
    assertThat(made.toString()).doesNotContain(made.apiKey(), made.apiKeyReadonly());
    assertThat(projects.of(ada.id())).extracting(Project::role).containsExactly(Role.OWNER);
    KeyHolder holder = KeyHolder.project(made.id());
    assertThat(keys.of(holder))
        .extracting(ListedKey::hint)
        .containsExactly(made.apiKey().substring(28), made.apiKeyReadonly().substring(28));
    assertThat(
            db.query(
                "reading hashes",
                "SELECT hash FROM api_keys ORDER BY id",
                row -> row.bytes("hash")))
        .containsExactly(Tokens.sha256(made.apiKey()), Tokens.sha256(made.apiKeyReadonly()));
  }

  @Test
  void a_session_lasts_until_it_is_closed_or_the_password_changes() {
    Account ada = ada();
    String first = sessions.open(ada, "192.0.2.1", "Browser");
    String second = sessions.open(ada, "192.0.2.1", "Browser");
    assertThat(sessions.find(first, "192.0.2.1")).map(Session::account).contains(ada);
    assertThat(sessions.knows(ada.email(), "192.0.2.1")).isTrue();
    assertThat(sessions.knows(ada.email(), "192.0.2.2")).isFalse();
    sessions.close(ada, sessions.find(first, "192.0.2.1").orElseThrow().id());
    assertThat(sessions.find(first, "192.0.2.1")).isEmpty();
    assertThat(accounts.changePassword(ada, "wrong horse", "another one")).isPresent();
    assertThat(sessions.find(second, "192.0.2.1")).isPresent();
    assertThat(accounts.changePassword(ada, "correct horse", "another one")).isEmpty();
    assertThat(sessions.find(second, "192.0.2.1")).isEmpty();
    assertThat(accounts.verify(ada.email(), "another one")).contains(ada);
  }

  @Test
  void guessing_is_slowed_down_and_locks_nobody_out_where_they_are_known() {
    SignInLimits limits = new SignInLimits();
    Instant now = Instant.parse("2026-03-01T00:00:00Z");
    for (int i = 0; i < 10; i++) {
      assertThat(limits.mayTry("192.0.2.1", "ada", false, now)).isTrue();
    }
    assertThat(limits.mayTry("192.0.2.1", "ada", false, now)).isFalse();
    assertThat(limits.mayTry("192.0.2.1", "bob", false, now)).isFalse();
    assertThat(limits.mayTry("192.0.2.1", "ada", false, now.plusSeconds(21))).isTrue();
    assertThat(limits.mayTry("192.0.2.2", "ada", false, now)).isTrue();
    for (int i = 0; i < 30; i++) {
      limits.mayTry("198.51.100." + i, "ada", true, now);
    }
    assertThat(limits.mayTry("192.0.2.2", "ada", false, now)).isFalse();
    assertThat(limits.mayTry("192.0.2.2", "ada", true, now)).isTrue();
    assertThat(limits.mayTry("192.0.2.2", "bob", false, now)).isTrue();
  }

  @Test
  void a_network_of_ipv6_is_one_stranger_and_ipv4_in_its_clothes_is_not() {
    Instant now = Instant.parse("2026-11-20T08:00:00Z");
    SignInLimits limits = new SignInLimits();
    for (int i = 0; i < 100; i++) {
      limits.mayTry("2001:db8::" + Integer.toHexString(i + 1), i + "@example.org", false, now);
      limits.mayTry("::ffff:192.0.2.1", i + "@example.net", false, now);
    }
    assertThat(limits.mayTry("2001:db8::ffff", "new@example.org", false, now)).isFalse();
    assertThat(limits.mayTry("2001:db8:0:1::1", "new@example.org", false, now)).isTrue();
    assertThat(limits.mayTry("::ffff:192.0.2.1", "new@example.org", false, now)).isFalse();
    assertThat(limits.mayTry("::ffff:192.0.2.2", "new@example.org", false, now)).isTrue();
  }
}
