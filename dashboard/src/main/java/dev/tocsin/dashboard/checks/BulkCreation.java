package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.Assignments.Channel;
import dev.tocsin.dashboard.checks.Drafts.Draft;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes many checks at once, or finds them by {@code unique} and updates them, as if one request
 * had come after the other: all of them or none, in a number of statements that does not grow.
 */
public final class BulkCreation {

  /** More at once would keep the project locked for too long. */
  public static final int MOST = 1_000;

  /** Each look but the first needs somebody who renames a check in the milliseconds before it. */
  private static final int MOST_LOOKS = 20;

  private final Db db;

  public BulkCreation(Db db) {
    this.db = db;
  }

  /** A check that is to be there; see {@link CheckActions#createOrUpdate}. */
  public record Wanted(CheckEdit edit, ChannelChoice channels, Set<MatchBy> unique) {}

  /**
   * Makes or updates checks.
   *
   * @param dryRun only say what would be done
   */
  public BulkSaved create(long projectId, String actor, List<Wanted> wanted, boolean dryRun) {
    return Retries.transaction(
        db,
        "making checks in project " + projectId,
        tx -> create(tx, projectId, actor, wanted, dryRun));
  }

  private static BulkSaved create(
      Tx tx, long projectId, String actor, List<Wanted> wanted, boolean dryRun) {
    List<Channel> known = Assignments.known(tx, projectId);
    int limit = dryRun ? CheckRows.limit(tx, projectId) : CheckRows.lockProject(tx, projectId);
    Drafts drafts = drafts(tx, projectId, wanted, known, dryRun);
    if (!drafts.problems().isEmpty()) {
      return new BulkSaved.Refused(drafts.problems());
    }
    int more = drafts.made().size();
    int has = more == 0 ? 0 : CheckRows.count(tx, projectId);
    if (more > 0 && has + more > limit) {
      return new BulkSaved.LimitReached(limit, has, more);
    }
    if (!dryRun) {
      write(tx, projectId, actor, drafts);
    }
    return new BulkSaved.Done(drafts.items(), Set.of());
  }

  /** Finds the checks that are meant, locks them, and looks again, as a single upsert does. */
  private static Drafts drafts(
      Tx tx, long projectId, List<Wanted> wanted, List<Channel> known, boolean dryRun) {
    boolean searches = wanted.stream().anyMatch(w -> !w.unique().isEmpty());
    Set<Long> locked = new HashSet<>();
    for (int look = 0; look < MOST_LOOKS; look++) {
      List<StoredCheck> there = searches ? CheckQueries.all(tx, projectId) : List.of();
      List<Long> ids = there.stream().map(StoredCheck::id).toList();
      Drafts drafts = new Drafts(there, Assignments.of(tx, ids), known);
      for (int i = 0; i < wanted.size(); i++) {
        drafts.add(i, wanted.get(i));
      }
      if (dryRun || locked.containsAll(drafts.found())) {
        return drafts;
      }
      locked.addAll(drafts.found());
      StoredCheck.lock(tx, locked);
    }
    throw new IllegalStateException(
        "checks of project %d change names too fast".formatted(projectId));
  }

  private static void write(Tx tx, long projectId, String actor, Drafts drafts) {
    Instant now = CheckRows.now(tx);
    Map<UUID, CheckSettings> settings = new LinkedHashMap<>();
    drafts.made().forEach(draft -> settings.put(draft.code, draft.settings()));
    Map<UUID, Long> ids =
        settings.isEmpty() ? Map.of() : CheckBatch.insert(tx, projectId, "", settings);
    Map<Long, List<Channel>> channels = new LinkedHashMap<>();
    for (Draft draft : drafts.made()) {
      draft.channels().ifPresent(c -> channels.put(ids.getOrDefault(draft.code, 0L), c));
    }
    CheckRows.tellSchedule(
        tx,
        drafts.told().stream()
            .map(draft -> draft.id().orElseGet(() -> ids.getOrDefault(draft.code, 0L)))
            .toList());
    BulkWrites.assign(tx, channels);
    BulkWrites.auditCreated(tx, projectId, actor, settings);
    List<Planned> plans = drafts.plans();
    BulkWrites.update(tx, plans, now);
    BulkWrites.audit(tx, projectId, actor, "check.update", plans);
    CheckRows.tellPages(tx, projectId);
  }
}
