package dev.tocsin.dashboard.status;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Changes how pages show checks: names, order, and which not at all. */
public final class Looks {

  /** Checks that a page shows in a way of its own. */
  public static final int MOST = 1_000;

  private static final int LARGEST_PLACE = 10_000;

  private final Db db;

  public Looks(Db db) {
    this.db = db;
  }

  /**
   * Says how a page shows checks; those that are not named are shown as usual.
   *
   * @param looks by the codes of checks of the project
   */
  public Outcome<StatusPage> replace(
      long projectId, UUID code, Map<UUID, CheckLook> looks, String actor) {
    if (looks.size() > MOST || !looks.values().stream().allMatch(Looks::isSane)) {
      return Outcome.refused(
          Reason.INVALID,
          "names have at most %d characters, places are numbers from 0 to %d, of %d checks"
              .formatted(PageEdit.LONGEST_NAME, LARGEST_PLACE, MOST));
    }
    Map<UUID, CheckLook> unusual = new LinkedHashMap<>(looks);
    unusual.values().removeIf(CheckLook.USUAL::equals);
    return db.transaction(
        "changing how status page %s shows checks".formatted(code),
        tx -> {
          Optional<StatusPage> was = PageChanges.lock(tx, projectId, code);
          if (was.isEmpty()) {
            return PageChanges.missing();
          }
          if (known(tx, projectId, unusual) < unusual.size()) {
            return Outcome.refused(Reason.INVALID, "the project has no such check");
          }
          write(tx, was.get().id(), projectId, unusual);
          PageChanges.note(tx, was.get(), actor, "status-page.checks");
          return Outcome.done(StatusPages.find(tx, projectId, code).orElseThrow());
        });
  }

  private static boolean isSane(CheckLook look) {
    return look.name().codePointCount(0, look.name().length()) <= PageEdit.LONGEST_NAME
        && look.place() >= 0
        && look.place() <= LARGEST_PLACE;
  }

  private static int known(Tx tx, long projectId, Map<UUID, CheckLook> looks) {
    return tx.query(
            "locking checks",
            """
            SELECT id FROM checks WHERE project_id = ? AND code = ANY(?::text[]::uuid[])
             ORDER BY id FOR KEY SHARE
            """,
            row -> row.number("id"),
            projectId,
            codes(looks))
        .size();
  }

  private static void write(Tx tx, long page, long projectId, Map<UUID, CheckLook> looks) {
    tx.update("clearing looks", "DELETE FROM status_page_checks WHERE page_id = ?", page);
    if (looks.isEmpty()) {
      return;
    }
    tx.update(
        "writing looks",
        """
        INSERT INTO status_page_checks (page_id, check_id, name, hidden, place)
        SELECT ?, c.id, l.name, l.hidden::boolean, l.place
          FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[]) AS l(code, name, hidden, place)
          JOIN checks c ON c.code = l.code::uuid AND c.project_id = ?
        """,
        page,
        codes(looks),
        looks.values().stream().map(CheckLook::name).toList(),
        looks.values().stream().map(look -> Boolean.toString(look.hidden())).toList(),
        looks.values().stream().map(look -> (long) look.place()).toList(),
        projectId);
  }

  /** As text: an empty list has no type of its own. */
  private static List<String> codes(Map<UUID, CheckLook> looks) {
    return looks.keySet().stream().map(UUID::toString).toList();
  }
}
