package dev.tocsin.alerter.quiet;

import dev.tocsin.domain.schedule.Windows;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A silence, or a maintenance window with all its times.
 *
 * @param check the only check that it is for, unless null
 * @param tag only for checks with this tag, unless null
 */
record Quiet(
    long project, @Nullable Long check, @Nullable String tag, Withheld why, Windows times) {

  boolean isFor(Subject subject) {
    return subject.project() == project
        && Optional.ofNullable(check).map(id -> id == subject.check()).orElse(true)
        && Optional.ofNullable(tag).map(subject::hasTag).orElse(true);
  }
}
