package dev.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SealedValuesTest {

  /** Columns of bytes that are no secret, or a hash of one. */
  private static final List<String> NOT_SEALED =
      List.of(
          "account_links.token_hash",
          "answered_challenges.hash",
          "api_keys.hash",
          "devices.hash",
          "invitations.token_hash",
          "passkeys.credential",
          "passkeys.credential_id",
          "pings.body",
          "quarantine.ping",
          "quarantine.record",
          "recovery_codes.hash",
          "rotas.calendar_hash",
          "sessions.token_hash",
          "setup_links.token_hash",
          "sign_in_steps.token_hash",
          "status_pages.logo",
          "status_subscribers.fingerprint");

  /** One that is missing in both lists would be lost with the key before. */
  @Test
  void every_column_of_bytes_is_known_to_be_sealed_or_not() {
    TreeSet<String> known = new TreeSet<>(NOT_SEALED);
    Arrays.stream(SealedValues.Column.values())
        .forEach(column -> known.add(column.table + "." + column.name));
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      assertThat(
              db.query(
                  "listing columns of bytes",
                  """
                  SELECT table_name || '.' || column_name AS name FROM information_schema.columns
                   WHERE table_schema = 'public' AND udt_name = 'bytea'
                  """,
                  row -> row.string("name")))
          .containsExactlyInAnyOrderElementsOf(known);
    }
  }
}
