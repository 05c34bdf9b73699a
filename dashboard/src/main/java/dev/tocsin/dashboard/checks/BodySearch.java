package dev.tocsin.dashboard.checks;

import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks for a text in what pings said, the newest first, a few at a time: it stops when it has
 * found enough or has looked for long enough, and says where. Upper and lower case are the same.
 * Blocking.
 */
public final class BodySearch {

  /** The longest text that is looked for, in characters. */
  public static final int LONGEST = 200;

  /** As much of each body is searched, in bytes; what is far behind in a long one is not found. */
  public static final int SEARCHED_BYTES = 10_000;

  /** Bodies that are read at once: a megabyte. */
  private static final int AT_ONCE = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Db db;
  private final long mostNanos;

  public BodySearch(Db db) {
    this(db, PATIENCE);
  }

  BodySearch(Db db, Duration patience) {
    this.db = db;
    this.mostNanos = patience.toNanos();
  }

  /**
   * What was found.
   *
   * @param found numbers of pings, the newest first
   * @param stoppedAt the number of the first ping that was not looked at; 0: all were
   * @param impatient whether it took too long; otherwise it stopped, if at all, with enough
   */
  public record Result(List<Long> found, long stoppedAt, boolean impatient) {
    public Result {
      found = List.copyOf(found);
    }
  }

  /**
   * Searches these pings of a check.
   *
   * @param numbers of pings, the newest first
   * @param most stops with so many
   */
  public Result among(StoredCheck check, List<Long> numbers, String text, int most) {
    String wanted = text.toLowerCase(Locale.ROOT);
    long begun = System.nanoTime();
    List<Long> found = new ArrayList<>();
    for (int at = 0; at < numbers.size(); at += AT_ONCE) {
      boolean impatient = at > 0 && System.nanoTime() - begun > mostNanos;
      if (impatient) {
        return new Result(found, numbers.get(at), true);
      }
      List<Long> slice = numbers.subList(at, Math.min(at + AT_ONCE, numbers.size()));
      Set<Long> saying = saying(check, slice, wanted);
      for (int i = 0; i < slice.size(); i++) {
        if (found.size() == most) {
          return new Result(found, slice.get(i), false);
        }
        if (saying.contains(slice.get(i))) {
          found.add(slice.get(i));
        }
      }
    }
    return new Result(found, 0, false);
  }

  private Set<Long> saying(StoredCheck check, List<Long> numbers, String wanted) {
    record Body(long n, byte[] bytes) {}
    Set<Long> saying = new HashSet<>();
    db
        .query(
            "searching the bodies of check " + check.code(),
            """
            SELECT n, substring(body FOR ?) AS body FROM pings
             WHERE check_id = ? AND n = ANY(?) AND body IS NOT NULL
            """,
            row -> new Body(row.number("n"), row.bytes("body")),
            SEARCHED_BYTES,
            check.id(),
            numbers)
        .stream()
        .filter(body -> says(body.bytes(), wanted))
        .forEach(body -> saying.add(body.n()));
    return saying;
  }

  private static boolean says(byte[] body, String wanted) {
    return new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT).contains(wanted);
  }
}
