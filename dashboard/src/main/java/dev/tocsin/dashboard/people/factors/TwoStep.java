package dev.tocsin.dashboard.people.factors;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.signin.SecondFactor;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sign-in in two steps, with an app that makes codes and recovery codes beside it. An app is asked
 * for only after it has shown one good code: nobody locks themselves out with a picture that they
 * failed to scan. Blocking.
 */
public final class TwoStep implements SecondFactor {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Db db;
  private final SecretBox secrets;
  private final RecoveryCodes recovery;
  private final Post post;
  private final InstantSource clock;

  public TwoStep(Db db, SecretBox secrets, Post post, InstantSource clock) {
    this.db = db;
    this.secrets = secrets;
    this.recovery = new RecoveryCodes(secrets);
    this.post = post;
    this.clock = clock;
  }

  /**
   * How it stands with an account.
   *
   * @param on whether codes are asked for
   * @param setUp what is to be scanned, while it is being set up
   * @param recoveryLeft how many recovery codes were not used yet
   */
  public record Status(boolean on, Optional<TotpSecret> setUp, int recoveryLeft) {}

  /** A row of {@code totp}. */
  private record App(byte[] sealed, boolean on) {}

  @Override
  public Proof proof() {
    return Proof.TOTP;
  }

  @Override
  public boolean isOn(Account account) {
    return status(account).on();
  }

  public Status status(Account account) {
    return db.transaction(
        "reading the second step",
        tx -> {
          Optional<App> app = app(tx, account, "");
          boolean on = app.map(App::on).orElse(false);
          return new Status(
              on,
              app.filter(a -> !a.on()).map(a -> new TotpSecret(secrets.open(a.sealed()))),
              on ? recovery.left(tx, account) : 0);
        });
  }

  /** Makes a secret to scan, unless the second step is on; another one replaces it. */
  public void begin(Account account) {
    byte[] secret = new byte[Totp.SECRET_BYTES];
    RANDOM.nextBytes(secret);
    db.update(
        "setting up the second step",
        """
        INSERT INTO totp (account_id, secret) VALUES (?, ?)
        ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, created_at = now()
         WHERE totp.confirmed_at IS NULL
        """,
        account.id(),
        secrets.seal(secret));
  }

  /** The app has shown a code: from now on codes are asked for. The answer is shown this once. */
  public Optional<List<String>> confirm(Account account, String code) {
    return db.transaction(
        "switching the second step on",
        tx -> {
          Optional<App> app = app(tx, account, " FOR UPDATE").filter(a -> !a.on());
          if (app.isEmpty() || !take(tx, account, app.get(), code)) {
            return Optional.empty();
          }
          tx.update(
              "switching the second step on",
              "UPDATE totp SET confirmed_at = clock_timestamp() WHERE account_id = ?",
              account.id());
          Audit.noteOwn(tx, account, "account.two_step_on", Map.of());
          post.tell(tx, account, post.letters().twoStepOn());
          return Optional.of(recovery.renew(tx, account));
        });
  }

  /** Whether this is a code of the app that is good now; it is never good again. */
  public boolean accepts(Account account, String code) {
    return db.transaction(
        "checking a code",
        tx ->
            app(tx, account, " FOR UPDATE")
                .filter(App::on)
                .map(app -> take(tx, account, app, code))
                .orElse(false));
  }

  /** Uses up a recovery code, and tells the person; false if it is none. */
  public boolean recovers(Account account, String code) {
    return db.transaction(
        "checking a recovery code",
        tx -> {
          boolean good = isOn(tx, account) && recovery.use(tx, account, code);
          if (good) {
            Audit.noteOwn(tx, account, "account.recovery_code", Map.of());
            post.tell(tx, account, post.letters().recoveryUsed(recovery.left(tx, account)));
          }
          return good;
        });
  }

  /** A new set of recovery codes; empty if the second step is off. */
  public Optional<List<String>> newRecoveryCodes(Account account) {
    return db.transaction(
        "renewing recovery codes",
        tx -> {
          if (!isOn(tx, account)) {
            return Optional.empty();
          }
          Audit.noteOwn(tx, account, "account.recovery_codes", Map.of());
          return Optional.of(recovery.renew(tx, account));
        });
  }

  /** Codes are not asked for any more. */
  public void off(Account account) {
    db.transaction(
        "switching the second step off",
        tx -> {
          boolean was = forget(tx, account, account.email());
          if (was) {
            post.tell(tx, account, post.letters().twoStepOff());
          }
          return was;
        });
  }

  /**
   * The same for somebody who cannot do it themselves; their passkeys stay.
   *
   * @param actor who does it, for the audit log
   * @return whether it was on
   */
  public static boolean forget(Db db, Account account, String actor) {
    return db.transaction("switching the second step off", tx -> forget(tx, account, actor));
  }

  private static boolean forget(Tx tx, Account account, String actor) {
    boolean was = isOn(tx, account);
    tx.update("forgetting an app", "DELETE FROM totp WHERE account_id = ?", account.id());
    RecoveryCodes.drop(tx, account);
    if (was) {
      Audit.noteOf(tx, account.id(), actor, "account.two_step_off", Map.of());
    }
    return was;
  }

  /** Tells somebody that their password is known to who fails at the code. */
  public void warn(Account account, String place) {
    db.transaction(
        "warning of wrong codes",
        tx -> {
          Audit.noteOwn(tx, account, "account.wrong_codes", Map.of("from", place));
          post.tell(tx, account, post.letters().codesFailed(place));
          return true;
        });
  }

  private static boolean isOn(Tx tx, Account account) {
    return app(tx, account, " FOR UPDATE").map(App::on).orElse(false);
  }

  private boolean take(Tx tx, Account account, App app, String typed) {
    String code = typed.replaceAll("\\s", "");
    OptionalLong step = Totp.stepOf(secrets.open(app.sealed()), code, clock.instant());
    return step.isPresent()
        && tx.update(
                "using a code",
                "UPDATE totp SET last_step = ? WHERE account_id = ? AND last_step < ?",
                step.getAsLong(),
                account.id(),
                step.getAsLong())
            == 1;
  }

  private static Optional<App> app(Tx tx, Account account, String lock) {
    return tx.first(
        "reading the second step",
        "SELECT secret, confirmed_at IS NOT NULL AS is_on FROM totp WHERE account_id = ?" + lock,
        row -> new App(row.bytes("secret"), row.flag("is_on")),
        account.id());
  }
}
