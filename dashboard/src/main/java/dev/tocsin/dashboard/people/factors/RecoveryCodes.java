package dev.tocsin.dashboard.people.factors;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.store.Macs;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Codes to keep on paper for the day on which the device is lost. Each works once. They are short
 * enough to be typed, hence kept as HMACs: without the key of this installation nobody can try
 * codes against a stolen table.
 */
final class RecoveryCodes {

  static final int SET = 10;

  /** Two groups of five from 32 characters: 50 bits. Nothing in it looks like something else. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final int GROUP = 5;

  private final Macs macs;
  private final String key;

  RecoveryCodes(SecretBox secrets) {
    this.macs = new Macs(secrets, "recovery codes");
    this.key = secrets.fingerprint();
  }

  /** A new set; those before are worth nothing any more. Shown this once. */
  List<String> renew(Tx tx, Account account) {
    drop(tx, account);
    List<String> codes =
        Stream.generate(() -> group() + "-" + group()).distinct().limit(SET).toList();
    List<String> hashes = new ArrayList<>();
    codes.forEach(code -> hashes.add(hex(macs.sign(message(account, code)))));
    tx.update(
        "making recovery codes",
        """
        INSERT INTO recovery_codes (account_id, hash, key)
        SELECT ?, decode(hash, 'hex'), ? FROM unnest(?) hash
        """,
        account.id(),
        key,
        hashes);
    return codes;
  }

  static void drop(Tx tx, Account account) {
    tx.update(
        "dropping recovery codes", "DELETE FROM recovery_codes WHERE account_id = ?", account.id());
  }

  int left(Tx tx, Account account) {
    return tx.first(
            "counting recovery codes",
            "SELECT count(*) AS n FROM recovery_codes WHERE account_id = ? AND used_at IS NULL",
            row -> row.integer("n"),
            account.id())
        .orElse(0);
  }

  /** Uses up a code; false if it is none, or was used before. */
  boolean use(Tx tx, Account account, String typed) {
    List<String> hashes =
        macs.all(message(account, typed)).stream().map(RecoveryCodes::hex).toList();
    return tx.update(
            "using a recovery code",
            """
            UPDATE recovery_codes SET used_at = clock_timestamp()
             WHERE account_id = ? AND encode(hash, 'hex') = ANY(?) AND used_at IS NULL
            """,
            account.id(),
            hashes)
        == 1;
  }

  private static String group() {
    return Tokens.random(ALPHABET, GROUP);
  }

  /** Blanks, dashes and capitals are the person's own. */
  private static byte[] message(Account account, String typed) {
    String bare = typed.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return (account.id() + " " + bare).getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
