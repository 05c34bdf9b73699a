package dev.tocsin.dashboard.people;

import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys of projects and accounts: making, listing, changing, revoking. What they open is looked up
 * with every request, so all of this counts at once, in every process. Blocking.
 */
public final class Keys {

  /** A holder with more has lost sight of them. */
  public static final int MOST = 200;

  private static final int SECRET_LENGTH = 28;
  private static final String COLUMNS =
      """
      code, account_id IS NOT NULL AS of_account, name, read_only, scopes, hint, created_at,
      created_by, used_at, expires_at
      """;

  private final Db db;

  public Keys(Db db) {
    this.db = db;
  }

  /** The keys of a holder, oldest first. */
  public List<ListedKey> of(KeyHolder holder) {
    return db.query(
        "reading keys",
        "SELECT %s FROM api_keys WHERE %s = ? ORDER BY id".formatted(COLUMNS, column(holder)),
        Keys::key,
        holder.id());
  }

  /** One key, if it is of this holder. */
  public Optional<ListedKey> find(KeyHolder holder, UUID code) {
    return db.transaction("reading key " + code, tx -> find(tx, holder, code, ""));
  }

  /**
   * Makes a key.
   *
   * @param acting who does it; gets no key that could do more than they can
   */
  public Outcome<NewKey> create(KeyHolder holder, String name, Rights rights, Acting acting) {
    return create(holder, name, rights, acting, true);
  }

  /**
   * Makes a key.
   *
   * @param acting who does it; gets no key that could do more than they can
   * @param twoSteps whether they showed more than a password: a key of an account opens no more
   */
  public Outcome<NewKey> create(
      KeyHolder holder, String name, Rights rights, Acting acting, boolean twoSteps) {
    return db.transaction(
        "making a key",
        tx -> {
          if (!acting.rights().covers(rights)) {
            return tooMuch();
          }
          return lockAndCount(tx, holder) >= MOST
              ? Outcome.refused(
                  Reason.CONFLICT, "there are %d keys already: revoke one first".formatted(MOST))
              : Outcome.done(insert(tx, holder, name, rights, acting.actor(), twoSteps));
        });
  }

  /** Changes a key; what {@code acting} could not make, they cannot make of it either. */
  public Outcome<ListedKey> update(KeyHolder holder, UUID code, KeyEdit edit, Acting acting) {
    return db.transaction(
        "changing key " + code,
        tx ->
            find(tx, holder, code, " FOR UPDATE")
                .map(was -> update(tx, holder, was, edit, acting))
                .orElseGet(Keys::missing));
  }

  private static Outcome<ListedKey> update(
      Tx tx, KeyHolder holder, ListedKey was, KeyEdit edit, Acting acting) {
    Rights rights = edit.applyTo(was.rights());
    String name = edit.name().orElse(was.name());
    if (rights.equals(was.rights()) && name.equals(was.name())) {
      return Outcome.done(was);
    }
    if (!acting.rights().covers(rights)) {
      return tooMuch();
    }
    tx.update(
        "changing key " + was.code(),
        "UPDATE api_keys SET name = ?, scopes = ?, expires_at = ? WHERE code = ?",
        name,
        rights.words(),
        rights.expiresAt(),
        was.code());
    Map<String, @Nullable Object> detail = traits(was.hint(), was.name(), was.rights());
    detail.put("now", traits(was.hint(), name, rights));
    note(tx, holder, acting.actor(), "key.update", detail);
    return Outcome.done(find(tx, holder, was.code(), "").orElseThrow());
  }

  /** Makes a key worthless at once; returns what it was. */
  public Outcome<ListedKey> revoke(KeyHolder holder, UUID code, Acting acting) {
    return db.transaction(
        "revoking key " + code,
        tx -> {
          Optional<ListedKey> was =
              tx.first(
                  "revoking key " + code,
                  "DELETE FROM api_keys WHERE %s = ? AND code = ? RETURNING %s"
                      .formatted(column(holder), COLUMNS),
                  Keys::key,
                  holder.id(),
                  code);
          was.ifPresent(
              key ->
                  note(
                      tx,
                      holder,
                      acting.actor(),
                      "key.revoke",
                      traits(key.hint(), key.name(), key.rights())));
          return was.map(Outcome::done).orElseGet(Keys::missing);
        });
  }

  /** A key of a project that is just being made. */
  static NewKey insert(Tx tx, KeyHolder holder, String name, Rights rights, String actor) {
    return insert(tx, holder, name, rights, actor, true);
  }

  private static NewKey insert(
      Tx tx, KeyHolder holder, String name, Rights rights, String actor, boolean twoSteps) {
    String key =
        holder.kind().prefix(rights.readOnly()) + Tokens.random(Tokens.ALPHANUMERIC, SECRET_LENGTH);
    String hint = key.substring(key.length() - 4);
    ListedKey listed =
        tx.first(
                "making a key",
                """
                INSERT INTO api_keys
                  (%s, name, read_only, scopes, hash, hint, created_by, expires_at, two_step)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING %s
                """
                    .formatted(column(holder), COLUMNS),
                Keys::key,
                holder.id(),
                name,
                rights.readOnly(),
                rights.words(),
                Tokens.sha256(key),
                hint,
                actor,
                rights.expiresAt(),
                twoSteps)
            .orElseThrow();
    note(tx, holder, actor, "key.create", traits(hint, name, rights));
    return new NewKey(key, listed);
  }

  private static Optional<ListedKey> find(Tx tx, KeyHolder holder, UUID code, String lock) {
    return tx.first(
        "reading key " + code,
        "SELECT %s FROM api_keys WHERE %s = ? AND code = ?%s"
            .formatted(COLUMNS, column(holder), lock),
        Keys::key,
        holder.id(),
        code);
  }

  /** Two at once shall not make one too many. */
  private static int lockAndCount(Tx tx, KeyHolder holder) {
    boolean ofProject = holder.kind() == KeyHolder.Kind.PROJECT;
    tx.query(
        "locking the holder of a key",
        "SELECT 1 FROM %s WHERE id = ? FOR NO KEY UPDATE"
            .formatted(ofProject ? "projects" : "accounts"),
        row -> true,
        holder.id());
    return tx.first(
            "counting keys",
            "SELECT count(*) AS n FROM api_keys WHERE %s = ?".formatted(column(holder)),
            row -> row.integer("n"),
            holder.id())
        .orElse(0);
  }

  private static String column(KeyHolder holder) {
    return holder.kind().column();
  }

  private static ListedKey key(Row row) throws SQLException {
    return new ListedKey(
        row.uuid("code"),
        row.flag("of_account") ? KeyHolder.Kind.ACCOUNT : KeyHolder.Kind.PROJECT,
        row.string("name"),
        new Rights(
            row.flag("read_only"),
            Rights.scopes(row.strings("scopes")).orElse(Set.of()),
            row.instantOrNull("expires_at")),
        row.string("hint"),
        row.instant("created_at"),
        row.string("created_by"),
        row.instantOrNull("used_at"));
  }

  private static Map<String, @Nullable Object> traits(String hint, String name, Rights rights) {
    Map<String, @Nullable Object> traits = new LinkedHashMap<>();
    traits.put("hint", hint);
    traits.put("name", name);
    traits.put("read_only", rights.readOnly());
    traits.put("scopes", rights.words());
    traits.put(
        "expires_at",
        rights.expiresAt() == null
            ? null
            : rights.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    return traits;
  }

  private static void note(
      Tx tx, KeyHolder holder, String actor, String action, Map<String, @Nullable Object> detail) {
    if (holder.kind() == KeyHolder.Kind.PROJECT) {
      Audit.note(tx, holder.id(), actor, action, detail);
    } else {
      Audit.noteOf(tx, holder.id(), actor, action, detail);
    }
  }

  private static <T> Outcome<T> tooMuch() {
    return Outcome.refused(
        Reason.FORBIDDEN,
        "a key cannot give more rights than it has: fewer scopes, an earlier end, or another key");
  }

  private static <T> Outcome<T> missing() {
    return Outcome.refused(Reason.MISSING, "there is no such key");
  }
}
