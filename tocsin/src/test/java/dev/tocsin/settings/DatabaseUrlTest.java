package dev.tocsin.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DatabaseUrlTest {

  @Test
  void a_full_address_is_taken_apart() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgresql://us%40er:p%2Fa%3Fss%25@one:6432,[2001:db8::1],three:5/my%20db"
                + "?sslmode=verify-full&sslrootcert=/etc/ca.pem&target_session_attrs=any"
                + "&connect_timeout=2&application_name=x");

    assertThat(url.hosts()).containsExactly("one:6432", "[2001:db8::1]:5432", "three:5");
    assertThat(url.user()).isEqualTo("us@er");
    assertThat(url.password()).isEqualTo("p/a?ss%");
    assertThat(url.database()).isEqualTo("my db");
    assertThat(url.sslMode()).isEqualTo("verify-full");
    assertThat(url.rootCert()).contains(Path.of("/etc/ca.pem"));
    assertThat(url.readWriteOnly()).isFalse();
    assertThat(url.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(url).hasToString("us@er@one:6432,[2001:db8::1]:5432,three:5/my db");
  }

  @Test
  void what_is_left_out_is_as_libpq_has_it_but_several_hosts_mean_the_primary() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://me@host");

    assertThat(url.hosts()).containsExactly("host:5432");
    assertThat(url.database()).isEqualTo("me");
    assertThat(url.password()).isEmpty();
    assertThat(url.sslMode()).isEqualTo("prefer");
    assertThat(url.readWriteOnly()).isFalse();
    assertThat(DatabaseUrl.parse("postgres://me@a,b/db").readWriteOnly()).isTrue();
  }

  @Test
  void a_plus_sign_and_an_at_sign_in_a_password_mean_themselves() {
    assertThat(DatabaseUrl.parse("postgres://me:a+b@c@host/db").password()).isEqualTo("a+b@c");
  }

  @Test
  void a_malformed_address_is_refused_without_quoting_it() {
    for (String url :
        List.of(
            "mysql://me:hunter2@host/db",
            "postgres://me:hun/ter2@host/db",
            "postgres://me:hun?ter2@host/db",
            "postgres://me:hun#ter2%@host/db",
            "postgres://:hunter2@host/db",
            "postgres://me:hunter2@/db",
            "postgres://me:hunter2@host:hunter2/db",
            "postgres://me:hunter2@host:99999/db",
            "postgres://me:hunter2@host/db?sslmode=hunter2",
            "postgres://me:hunter2@host/db?hunter2=1",
            "postgres://me:hunter2@host/db?connect_timeout=0",
            "postgres://me:hunter2@%2Fvar%2Frun/db",
            "jdbc:postgresql://host/db?user=me&password=hunter2")) {
      IllegalArgumentException e =
          catchThrowableOfType(IllegalArgumentException.class, () -> DatabaseUrl.parse(url));
      assertThat(e).as(url).isNotNull();
      assertThat(e.getMessage()).doesNotContain("hunter2").doesNotContain("ter2");
    }
  }

  @Test
  void no_garbage_makes_it_fail_in_another_way() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String pieces = "postgres://:@[]?=&,%/ab1";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "postgres://" : "");
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      try {
        assertThat(DatabaseUrl.parse(text.toString()).hosts()).isNotEmpty();
      } catch (IllegalArgumentException expected) {
        assertThat(expected.getMessage()).as("seed %d: %s", seed, text).isNotBlank();
      }
    }
  }
}
