package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.checks.BulkAction;
import dev.tocsin.dashboard.checks.BulkCreation.Wanted;
import dev.tocsin.dashboard.checks.BulkFilter;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a bulk request asks for.
 *
 * @param word the action as it came
 * @param action what to do to the checks that pass {@code filter}; null: make {@code wanted}
 */
record BulkSpec(
    String word,
    boolean dryRun,
    OptionalInt expected,
    @Nullable BulkAction action,
    BulkFilter filter,
    List<Wanted> wanted) {}
