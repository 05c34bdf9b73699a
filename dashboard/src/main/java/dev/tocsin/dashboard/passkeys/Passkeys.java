package dev.tocsin.dashboard.passkeys;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The passkeys of all accounts, and the two questions that browsers are asked about them: make one,
 * show one. A question is bound to the visit in which it was asked, and answered once. Blocking:
 * call it on a worker thread.
 */
public final class Passkeys {

  /** One for each device is plenty. */
  public static final int MOST = 20;

  /** Longest name of a passkey. */
  public static final int LONGEST_NAME = 60;

  private final Db db;
  private final Asking asking;
  private final Challenges challenges;
  private final Ceremonies ceremonies;

  /**
   * @param secrets signs what is asked
   */
  public Passkeys(Db db, SecretBox secrets, RelyingParty site) {
    this.db = db;
    this.asking = new Asking(site);
    this.challenges = new Challenges(secrets);
    this.ceremonies = new Ceremonies(site);
  }

  /**
   * What a browser needs to make a passkey of this account, as JSON.
   *
   * @param visit what tells this visit from others
   */
  public String toMake(Account account, String visit, Instant now) {
    UUID handle =
        db.first(
                "reading the handle of an account",
                "SELECT handle FROM accounts WHERE id = ?",
                row -> row.uuid("handle"),
                account.id())
            .orElseThrow();
    byte[] challenge = challenges.make(making(account, visit), now);
    return asking.creation(account, handle, credentialIds(account), challenge);
  }

  /** What a browser needs to show any passkey of this site, as JSON. */
  public String toShow(String visit, Instant now) {
    return asking.request(List.of(), challenges.make(showing(visit), now));
  }

  /** What a browser needs to show a passkey of this account, as JSON. */
  public String toShow(Account account, String visit, Instant now) {
    return asking.request(credentialIds(account), challenges.make(showing(account, visit), now));
  }

  private static String making(Account account, String visit) {
    return "make %d %s".formatted(account.id(), visit);
  }

  private static String showing(String visit) {
    return "show " + visit;
  }

  private static String showing(Account account, String visit) {
    return "show %d %s".formatted(account.id(), visit);
  }

  private List<byte[]> credentialIds(Account account) {
    return db.query(
        "reading the passkeys of an account",
        "SELECT credential_id FROM passkeys WHERE account_id = ?",
        row -> row.bytes("credential_id"),
        account.id());
  }

  /**
   * Adds the passkey that a browser has made.
   *
   * @param answer what the browser says, as JSON
   * @param name what its owner calls it; empty: a name that says nothing
   */
  public Outcome<Passkey> add(
      Account account, String name, String answer, String visit, Instant now) {
    Optional<RegistrationData> made = ceremonies.made(answer);
    byte[] challenge = made.map(Ceremonies::challengeOf).orElse(new byte[0]);
    if (!challenges.fits(challenge, making(account, visit), now)) {
      return tooLate();
    }
    Optional<AttestedCredentialData> credential =
        ceremonies.verified(made.orElseThrow(), challenge);
    return credential.isEmpty()
        ? Outcome.refused(Reason.INVALID, "this passkey was not made for this site")
        : db.transaction(
            "adding a passkey",
            tx -> insert(tx, account, name, made.get(), credential.get(), challenge));
  }

  private static Outcome<Passkey> insert(
      Tx tx,
      Account account,
      String name,
      RegistrationData made,
      AttestedCredentialData credential,
      byte[] challenge) {
    tx.query(
        "locking an account",
        "SELECT 1 FROM accounts WHERE id = ? FOR NO KEY UPDATE",
        row -> true,
        account.id());
    int count = of(tx, account).size();
    if (count >= MOST) {
      return Outcome.refused(Reason.CONFLICT, "there are %d passkeys already".formatted(MOST));
    }
    if (!Challenges.use(tx, challenge)) {
      return tooLate();
    }
    var data = Ceremonies.dataOf(made);
    int added =
        tx.update(
            "adding a passkey",
            """
            INSERT INTO passkeys
              (account_id, credential_id, credential, sign_count, backup_eligible, name)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING
            """,
            account.id(),
            credential.getCredentialId(),
            Registered.BYTES.convert(credential),
            data.getSignCount(),
            data.isFlagBE(),
            name.isBlank() ? "Passkey %d".formatted(count + 1) : name);
    if (added == 0) {
      return Outcome.refused(Reason.CONFLICT, "this passkey is known already");
    }
    Audit.noteOwn(tx, account, "passkey.add", Map.of("name", name));
    List<Passkey> all = of(tx, account);
    return Outcome.done(all.get(all.size() - 1));
  }

  /**
   * Whose passkey a browser has shown. Who it is says the passkey alone, and it has asked its
   * holder for a finger, a face or a PIN.
   *
   * @param answer what the browser says, as JSON
   */
  public Outcome<Account> shown(String answer, String visit, Instant now) {
    return answered(answer, showing(visit), now);
  }

  /** Whether a browser has shown a passkey of this account. */
  public Outcome<Account> shown(Account account, String answer, String visit, Instant now) {
    Outcome<Account> who = answered(answer, showing(account, visit), now);
    return who instanceof Outcome.Done<Account> done && done.value().id() != account.id()
        ? unknown()
        : who;
  }

  private Outcome<Account> answered(String answer, String holder, Instant now) {
    Optional<AuthenticationData> shown = ceremonies.shown(answer);
    byte[] challenge = shown.map(Ceremonies::challengeOf).orElse(new byte[0]);
    if (!challenges.fits(challenge, holder, now)) {
      return tooLate();
    }
    Optional<Registered> known =
        db.first(
                "reading a passkey",
                Registered.SELECT + " WHERE p.credential_id = ?",
                Registered::of,
                shown.orElseThrow().getCredentialId())
            .filter(key -> isOf(key, shown.get()));
    return known.isEmpty() ? unknown() : judged(known.get(), shown.get(), challenge);
  }

  /** An answer may leave the account out where only one was asked for. */
  private static boolean isOf(Registered key, AuthenticationData shown) {
    byte[] handle = shown.getUserHandle();
    return handle == null
        || handle.length == 0
        || Arrays.equals(handle, Asking.bytes(key.handle()));
  }

  private Outcome<Account> judged(Registered key, AuthenticationData shown, byte[] challenge) {
    return switch (ceremonies.judge(key, shown, challenge)) {
      case GENUINE -> db.transaction("using a passkey", tx -> use(tx, key, shown, challenge));
      case COPIED -> db.transaction("refusing a passkey", tx -> copied(tx, key));
      case FALSE -> unknown();
    };
  }

  private static Outcome<Account> use(
      Tx tx, Registered key, AuthenticationData shown, byte[] challenge) {
    if (!Challenges.use(tx, challenge)) {
      return tooLate();
    }
    long count = Ceremonies.dataOf(shown).getSignCount();
    int used =
        tx.update(
            "using a passkey",
            """
            UPDATE passkeys SET sign_count = ?, used_at = clock_timestamp()
             WHERE code = ? AND (sign_count < ? OR (sign_count = 0 AND ? = 0))
            """,
            count,
            key.code(),
            count,
            count);
    return used == 1 ? Outcome.done(key.account()) : copied(tx, key);
  }

  private static Outcome<Account> copied(Tx tx, Registered key) {
    Audit.noteOwn(tx, key.account(), "passkey.refused", Map.of("why", "counter went back"));
    return Outcome.refused(
        Reason.FORBIDDEN,
        "this passkey counts less than it did before, so somebody may have a copy: sign in in"
            + " another way and remove it");
  }

  private static <T> Outcome<T> tooLate() {
    return Outcome.refused(Reason.INVALID, "that took too long, or was used before: try again");
  }

  private static <T> Outcome<T> unknown() {
    return Outcome.refused(Reason.FORBIDDEN, "this passkey opens nothing here");
  }

  /** The passkeys of an account, oldest first. */
  public List<Passkey> of(Account account) {
    return db.transaction("reading the passkeys of an account", tx -> of(tx, account));
  }

  private static List<Passkey> of(Tx tx, Account account) {
    return tx.query(
        "reading the passkeys of an account",
        """
        SELECT code, name, created_at, used_at FROM passkeys
         WHERE account_id = ? ORDER BY created_at, code
        """,
        row ->
            new Passkey(
                row.uuid("code"),
                row.string("name"),
                row.instant("created_at"),
                row.instantOrNull("used_at")),
        account.id());
  }

  /** Removes a passkey of an account: it opens nothing any more. False if it has none like this. */
  public boolean remove(Account account, UUID code) {
    return db.transaction(
        "removing a passkey",
        tx -> {
          Optional<String> name =
              tx.first(
                  "removing a passkey",
                  "DELETE FROM passkeys WHERE account_id = ? AND code = ? RETURNING name",
                  row -> row.string("name"),
                  account.id(),
                  code);
          name.ifPresent(was -> Audit.noteOwn(tx, account, "passkey.remove", Map.of("name", was)));
          return name.isPresent();
        });
  }
}
