package dev.tocsin.dashboard.checks;

import dev.tocsin.store.CheckSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The settings by which an existing check may be found instead of making another one. */
public enum MatchBy {
  NAME,
  SLUG,
  TAGS,
  TIMEOUT,
  GRACE;

  /** The word on the wire, which is also the column. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The setting for a {@link #word()}. */
  public static Optional<MatchBy> of(String word) {
    return Arrays.stream(values()).filter(by -> by.word().equals(word)).findFirst();
  }

  /** The value that a check has. */
  Object of(CheckSettings settings) {
    return switch (this) {
      case NAME -> settings.name();
      case SLUG -> settings.slug();
      case TAGS -> settings.tags();
      case TIMEOUT -> settings.timeout();
      case GRACE -> settings.grace();
    };
  }

  /** The value to look for; empty if the edit does not say it. */
  Optional<Object> wanted(CheckEdit edit) {
    return Optional.ofNullable(
        switch (this) {
          case NAME -> edit.name;
          case SLUG -> edit.slug;
          case TAGS -> edit.tags;
          case TIMEOUT -> edit.timeout;
          case GRACE -> edit.grace;
        });
  }
}
