package dev.tocsin.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators switched off for a while: rows that every process asks for, and none needs. */
public final class ControlRods {

  /** No alert is sent; all of them wait. */
  public static final String SENDING = "sending";

  /** Before the code of a kind: alerts by channels of that kind wait. */
  public static final String SENDING_BY = "sending:";

  /** Upkeep removes nothing. */
  public static final String UPKEEP = "upkeep";

  /** Pages and API change nothing. */
  public static final String READ_ONLY = "read-only";

  /** Pings make no checks. */
  public static final String AUTO_CREATE = "auto-create";

  /** Nobody who has no account gets one; by the command line they do. */
  public static final String SIGN_UPS = "sign-ups";

  /** Pages that read much for few are not served. */
  public static final String EXPENSIVE = "expensive-pages";

  /** All but those of kinds of channels. */
  public static final List<String> NAMES =
      List.of(SENDING, UPKEEP, READ_ONLY, AUTO_CREATE, SIGN_UPS, EXPENSIVE);

  private static final String SELECT =
      """
      SELECT name, reason, set_by, set_at, until FROM control_rods
       WHERE until IS NULL OR until > now() ORDER BY set_at, name
      """;

  private ControlRods() {}

  /**
   * One that is set.
   *
   * @param until it ends by itself then; null: not before somebody clears it
   */
  public record Rod(
      String name, String reason, String setBy, Instant setAt, @Nullable Instant until) {

    /** What it does, as a sentence without its full stop. */
    public String says() {
      return ControlRods.says(name);
    }

    private static Rod of(Row row) throws SQLException {
      return new Rod(
          row.string("name"),
          row.string("reason"),
          row.string("set_by"),
          row.instant("set_at"),
          row.instantOrNull("until"));
    }
  }

  /** What one does, as a sentence without its full stop. */
  public static String says(String name) {
    return switch (name) {
      case SENDING -> "Alerts are not sent";
      case UPKEEP -> "Nothing old is removed";
      case READ_ONLY -> "Pages and API are read-only";
      case AUTO_CREATE -> "Pings make no checks";
      case SIGN_UPS -> "Nobody new gets an account";
      case EXPENSIVE -> "Reports, doctor, exports and searches in bodies are off";
      default -> "Alerts by %s are not sent".formatted(name.substring(name.indexOf(':') + 1));
    };
  }

  /** Those that hold now, the oldest first. */
  public static List<Rod> inForce(Tx tx) {
    return tx.query("reading the control rods", SELECT, Rod::of);
  }

  /** One, if it holds now. */
  public static Optional<Rod> find(Tx tx, String name) {
    return inForce(tx).stream().filter(rod -> rod.name().equals(name)).findFirst();
  }

  /** Whether one holds now. */
  public static boolean isSet(Tx tx, String name) {
    return find(tx, name).isPresent();
  }

  /** Sets one, or sets it anew. */
  public static void set(Tx tx, String name, String reason, String by, @Nullable Instant until) {
    tx.update(
        "setting control rod " + name,
        """
        INSERT INTO control_rods (name, reason, set_by, until) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by,
               set_at = now(), until = excluded.until
        """,
        name,
        reason,
        by,
        until);
  }

  /** Clears one; false if it does not hold. What waited for it goes on at once. */
  public static boolean clear(Tx tx, String name) {
    int rows =
        tx.update(
            "clearing control rod " + name,
            "DELETE FROM control_rods WHERE name = ? AND (until IS NULL OR until > now())",
            name);
    hurry(tx);
    return rows > 0;
  }

  /** Removes those whose time is over, and returns them. */
  public static List<Rod> endDue(Tx tx) {
    List<Rod> ended =
        tx.query(
            "ending control rods",
            """
            DELETE FROM control_rods WHERE until <= now()
            RETURNING name, reason, set_by, set_at, until
            """,
            Rod::of);
    if (!ended.isEmpty()) {
      hurry(tx);
    }
    return ended;
  }

  private static void hurry(Tx tx) {
    tx.query("waking lanes", "SELECT pg_notify('tocsin_lanes', '')::text AS done", row -> true);
  }
}
