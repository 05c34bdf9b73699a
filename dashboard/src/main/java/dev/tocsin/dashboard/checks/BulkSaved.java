package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How a change of many checks ended. All but {@link Done} changed nothing at all. */
public sealed interface BulkSaved {

  /**
   * It was done, or, in a dry run, this is what would have been done.
   *
   * @param items one for each check that was meant, or was to be made
   * @param unknown codes in the filter that no check of the project has
   */
  record Done(List<Item> items, Set<UUID> unknown) implements BulkSaved {}

  /** Another number of checks is meant than the caller said, or he had to say one. */
  record Unexpected(int meant) implements BulkSaved {}

  /** More checks are meant than may be changed at once. */
  record TooMany(int meant, int most) implements BulkSaved {}

  /**
   * Something about them is wrong.
   *
   * @param problems what is wrong, in the words of the Management API, by the check's place in the
   *     request, or by 0 where there is one change for all
   */
  record Refused(Map<Integer, String> problems) implements BulkSaved {}

  /** The project may not have so many checks. */
  record LimitReached(int limit, int has, int more) implements BulkSaved {}

  /** What became of a check. */
  enum Fate {
    CREATED,
    CHANGED,
    UNCHANGED,
    DELETED
  }

  /**
   * One check.
   *
   * @param code one that a dry run would make has none yet: this one is not kept
   * @param changes column to old and new value; for a new check what differs from the defaults
   */
  record Item(UUID code, String name, Fate fate, Map<String, Change> changes) {}
}
