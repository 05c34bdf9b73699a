package dev.tocsin.ping.http;

import dev.tocsin.ping.apply.Quotas;
import dev.tocsin.ping.apply.Quotas.Quota;
import dev.tocsin.ping.journal.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all checks of a project together may send, where the operator limits that.
 *
 * <p>A ping that is refused may be the only one that its check sends in a day, and then it would go
 * down for what others sent. So each check is heard a few times a minute whatever its project has
 * sent: often enough for the start, the end and a log line of each run of the shortest period. What
 * is refused is said again within seconds by a check that is loud, and no check is silenced.
 * Thread-safe.
 */
final class ProjectRates {

  /** So many projects have a bucket; beyond it all start anew, full. */
  private static final int MOST = 50_000;

  private final PingRates floor;
  private final Map<Long, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * @param perCheck what each check may send a minute whatever its project has sent
   * @param maxTargets so many checks are counted for that
   */
  ProjectRates(int perCheck, int maxTargets, long now) {
    this.floor = new PingRates(perCheck, maxTargets, now);
  }

  /**
   * Takes a token for a ping.
   *
   * @param now of {@link System#nanoTime}
   * @return 0, or in how many seconds it would be heard
   */
  int take(Quotas quotas, Target target, long now) {
    Quota quota = quotas.of(target);
    if (quota == null) {
      return 0;
    }
    int ofProject = bucket(quota.project(), now).take(quota.perMinute(), now);
    return ofProject == 0 ? 0 : Math.min(ofProject, floor.take(target, now));
  }

  private Bucket bucket(long project, long now) {
    if (buckets.size() >= MOST && !buckets.containsKey(project)) {
      buckets.clear();
    }
    return buckets.computeIfAbsent(project, id -> new Bucket(now));
  }
}
