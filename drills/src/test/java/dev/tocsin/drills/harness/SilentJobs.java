package dev.tocsin.drills.harness;

import dev.tocsin.store.Db;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Jobs that report once and then never again: whatever else happens, all of them must go down, and
 * people must hear of each, once.
 */
public final class SilentJobs {

  private final Db db;
  private final AlertReceiver people;
  private final List<UUID> checks;

  /**
   * What people heard of them.
   *
   * @param missed checks that did not go down
   * @param lost downs that no message told which arrived
   * @param doubled messages that came again
   */
  public record Told(long missed, long lost, long doubled) {}

  private SilentJobs(Db db, AlertReceiver people, List<UUID> checks) {
    this.db = db;
    this.people = people;
    this.checks = checks;
  }

  /** Makes them, with a channel of their own that calls {@code people}; none has reported yet. */
  public static SilentJobs make(
      Db db,
      Path dataDir,
      UUID project,
      AlertReceiver people,
      int count,
      int periodSeconds,
      int graceSeconds) {
    List<UUID> checks = Database.manyChecks(db, project, count, periodSeconds, graceSeconds);
    String name = "people-" + UUID.randomUUID();
    Database.addWebhook(db, dataDir, project, name, people.url());
    checks.forEach(
        check ->
            db.update(
                "assigning",
                """
                INSERT INTO check_channels
                SELECT c.id, h.id FROM checks c JOIN channels h ON h.name = ? WHERE c.code = ?
                """,
                name,
                check));
    return new SilentJobs(db, people, checks);
  }

  /** The same, looked at in another database: after a failover. */
  public SilentJobs in(Db other) {
    return new SilentJobs(other, people, checks);
  }

  public List<UUID> checks() {
    return checks;
  }

  /** Each reports for the only time. */
  public void report(int port) {
    try (PingClient client = new PingClient(port)) {
      for (UUID check : checks) {
        int status = client.post("/ping/" + check, "the last");
        if (status != 200) {
          throw new AssertionError("a ping was answered " + status);
        }
      }
    }
  }

  /** What people know, once they know all, or after a while. */
  public Told told(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    Told now = look();
    while (now.missed() + now.lost() > 0 && System.nanoTime() - end < 0) {
      Await.pause(Duration.ofMillis(200));
      now = look();
    }
    return now;
  }

  private record Down(UUID check, String key) {}

  private Told look() {
    Set<String> arrived = new HashSet<>();
    people.taken().forEach(call -> arrived.add(call.key()));
    List<Down> downs =
        db.query(
            "looking who was told",
            """
            SELECT c.code, coalesce(m.key, '') AS key
              FROM flips f JOIN checks c ON c.id = f.check_id
              LEFT JOIN deliveries d ON d.flip_id = f.id
              LEFT JOIN messages m ON m.id = d.message_id
             WHERE f.new_status = 'down'
            """,
            row -> new Down(row.uuid("code"), row.string("key")));
    List<Down> ours = downs.stream().filter(down -> checks.contains(down.check())).toList();
    long down = ours.stream().map(Down::check).distinct().count();
    long lost = ours.stream().filter(one -> !arrived.contains(one.key())).count();
    return new Told(checks.size() - down, lost, (long) people.taken().size() - arrived.size());
  }
}
