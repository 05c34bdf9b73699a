package dev.tocsin.dashboard.people;

import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** People who may sign in. Blocking: call it on a worker thread. */
public final class Accounts {

  /** Shorter passwords are guessed. */
  public static final int SHORTEST_PASSWORD = 8;

  /** Longer ones would only cost us time. */
  public static final int LONGEST_PASSWORD = 200;

  private static final int LONGEST_EMAIL = 254;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

  /** Checked for unknown accounts, so that the time of an answer does not tell them from others. */
  private static final String NOBODY = Passwords.hash(Tokens.random(Tokens.ALPHANUMERIC, 40));

  /** Who makes accounts and surely runs this installation. */
  private static final Set<String> OF_OPERATORS = Set.of("setup", "cli");

  private final Db db;

  public Accounts(Db db) {
    this.db = db;
  }

  /**
   * Makes an account. The first one of all becomes the owner of every project without an owner, and
   * an operator if it is made by whoever can read the log or use the command line.
   *
   * @param email surrounding blanks and case do not matter
   * @param actor who does it, for the audit log: an e-mail address, {@code cli} or {@code setup}
   */
  public NewAccount create(String email, String password, String actor) {
    Optional<NewAccount> problem = problem(email, password);
    if (problem.isPresent()) {
      return problem.get();
    }
    String hash = Passwords.hash(password);
    return db.transaction("making an account", tx -> insert(tx, email, hash, actor));
  }

  static Optional<NewAccount> problem(String email, String password) {
    return addressProblem(email)
        .flatMap(why -> refused("email", why))
        .or(() -> passwordProblem(password).flatMap(why -> refused("password", why)));
  }

  /** Why this can be nobody's address, as a sentence; empty: it can. */
  public static Optional<String> addressProblem(String email) {
    String address = normal(email);
    return isAddress(address)
        ? Optional.empty()
        : Optional.of("Enter an e-mail address, like ada@example.org.");
  }

  private static Optional<NewAccount> refused(String field, String why) {
    return Optional.of(new NewAccount.Refused(field, why));
  }

  /** Why this can be nobody's password, as a sentence; empty: it can. */
  public static Optional<String> passwordProblem(String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST_PASSWORD) {
      return Optional.of("Use at least %d characters.".formatted(SHORTEST_PASSWORD));
    }
    return length > LONGEST_PASSWORD
        ? Optional.of("Use at most %d characters.".formatted(LONGEST_PASSWORD))
        : Optional.empty();
  }

  /**
   * Makes an account without a password, for somebody for whom others vouch.
   *
   * @param actor who vouches, for the audit log
   */
  public static NewAccount vouchedFor(Tx tx, String email, String actor) {
    String address = normal(email);
    return isAddress(address)
        ? insert(tx, address, null, actor)
        : new NewAccount.Refused("email", "This is not an e-mail address.");
  }

  private static boolean isAddress(String address) {
    return address.length() <= LONGEST_EMAIL && EMAIL.matcher(address).matches();
  }

  /**
   * Makes an account, in a transaction of more than that.
   *
   * @param hash of the password, by {@link #hashed}; null: there is none
   */
  public static NewAccount insert(Tx tx, String email, @Nullable String hash, String actor) {
    String address = normal(email);
    Optional<Long> id =
        tx.first(
            "making an account",
            """
            INSERT INTO accounts (email, password_hash, operator)
            VALUES (?, ?, ? AND NOT EXISTS (SELECT 1 FROM accounts))
            ON CONFLICT (email) DO NOTHING RETURNING id
            """,
            row -> row.number("id"),
            address,
            hash,
            OF_OPERATORS.contains(actor));
    if (id.isEmpty()) {
      return new NewAccount.Refused("email", "There is an account with this address already.");
    }
    Account account = new Account(id.get(), address);
    Audit.noteOf(tx, account.id(), actor, "account.create", Map.of("email", address));
    tx.update(
        "giving projects an owner",
        """
        INSERT INTO members (project_id, account_id, role)
        SELECT p.id, a.id, 'owner' FROM projects p, accounts a
         WHERE a.id = ? AND a.id = (SELECT min(id) FROM accounts) AND NOT p.system
           AND NOT EXISTS (SELECT 1 FROM members m WHERE m.project_id = p.id AND m.role = 'owner')
        """,
        id.get());
    return new NewAccount.Made(account);
  }

  /** The account whose password this is; never one without a password. */
  public Optional<Account> verify(String email, String password) {
    record Known(Account account, @Nullable String hash) {}
    Optional<Known> known =
        db.first(
            "reading an account",
            "SELECT id, email, password_hash FROM accounts WHERE email = ?",
            row ->
                new Known(
                    new Account(row.number("id"), row.string("email")),
                    row.stringOrNull("password_hash")),
            normal(email));
    boolean tooLong = password.length() > 2 * LONGEST_PASSWORD;
    boolean fits =
        Passwords.fits(tooLong ? "" : password, known.map(Known::hash).orElse(NOBODY)) && !tooLong;
    return known.filter(k -> fits).map(Known::account);
  }

  /**
   * Why a password was not changed.
   *
   * @param field {@code current} or {@code password}
   */
  public record PasswordProblem(String field, String why) {}

  /** Gives an account another password and signs it out everywhere; says what is wrong, if so. */
  public Optional<PasswordProblem> changePassword(Account account, String was, String next) {
    return changePassword(account, was, next, tx -> {});
  }

  /**
   * The same.
   *
   * @param also done in the same transaction
   */
  public Optional<PasswordProblem> changePassword(
      Account account, String was, String next, Consumer<Tx> also) {
    Optional<String> problem = passwordProblem(next);
    if (problem.isPresent()) {
      return Optional.of(new PasswordProblem("password", problem.get()));
    }
    if (verify(account.email(), was).isEmpty()) {
      return Optional.of(new PasswordProblem("current", "This is not your current password."));
    }
    String hash = Passwords.hash(next);
    return db.transaction(
        "changing a password",
        tx -> {
          setPassword(tx, account, hash);
          also.accept(tx);
          return Optional.empty();
        });
  }

  /** The account with this address; surrounding blanks and case do not matter. */
  public Optional<Account> find(String email) {
    return db.transaction("reading an account", tx -> find(tx, email));
  }

  /** The same, in a transaction. */
  public static Optional<Account> find(Tx tx, String email) {
    return tx.first(
        "reading an account",
        "SELECT id, email FROM accounts WHERE email = ?",
        row -> new Account(row.number("id"), row.string("email")),
        normal(email));
  }

  /**
   * Makes somebody an operator, or no longer one.
   *
   * @param actor who does it, for the audit log
   * @return false if they were that already
   */
  public boolean setOperator(Account account, boolean operator, String actor) {
    return db.transaction(
        "changing who is an operator",
        tx -> {
          int changed =
              tx.update(
                  "changing who is an operator",
                  "UPDATE accounts SET operator = ? WHERE id = ? AND operator <> ?",
                  operator,
                  account.id(),
                  operator);
          if (changed > 0) {
            Audit.noteOf(tx, account.id(), actor, "account.operator", Map.of("operator", operator));
          }
          return changed > 0;
        });
  }

  /** The addresses of all operators. */
  public List<String> operators() {
    return db.query(
        "reading who is an operator",
        "SELECT email FROM accounts WHERE operator ORDER BY email",
        row -> row.string("email"));
  }

  /** Whether nobody has an account yet. */
  public boolean none() {
    return db.transaction("counting accounts", Accounts::none);
  }

  /** The same, in a transaction. */
  public static boolean none(Tx tx) {
    return tx.first("counting accounts", "SELECT 1 FROM accounts LIMIT 1", row -> true).isEmpty();
  }

  /** The hash of a password, as it is stored: takes a while, so before any transaction. */
  public static String hashed(String password) {
    return Passwords.hash(password);
  }

  /** Gives an account another password, and signs it out everywhere. */
  public static void setPassword(Tx tx, Account account, String hash) {
    tx.update(
        "changing a password",
        "UPDATE accounts SET password_hash = ? WHERE id = ?",
        hash,
        account.id());
    tx.update("ending sessions", "DELETE FROM sessions WHERE account_id = ?", account.id());
    tx.update("ending steps", "DELETE FROM sign_in_steps WHERE account_id = ?", account.id());
    tx.update(
        "ending links for passwords",
        "DELETE FROM account_links WHERE account_id = ? AND purpose = 'password'",
        account.id());
    Audit.noteOwn(tx, account, "account.password", Map.of());
  }

  /** Whether somebody signs in with a password. */
  public boolean hasPassword(Account account) {
    return db.first(
            "reading an account",
            "SELECT 1 FROM accounts WHERE id = ? AND password_hash IS NOT NULL",
            row -> true,
            account.id())
        .isPresent();
  }

  /** As it is stored. */
  public static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }
}
