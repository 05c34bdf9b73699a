package dev.tocsin.channels.pushover;

import dev.tocsin.channels.Field;
import java.util.Locale;

/** How loud a message is. */
enum Priority {
  LOWEST(-2),
  LOW(-1),
  NORMAL(0),
  HIGH(1),
  /** Repeated until somebody confirms it. */
  EMERGENCY(2);

  private final int level;

  Priority(int level) {
    this.level = level;
  }

  /** As a number of the API. */
  int level() {
    return level;
  }

  static Field field(String name, String label, Priority otherwise) {
    return Field.choice(name, label, "emergency", "high", "normal", "low", "lowest")
        .otherwise(otherwise.name().toLowerCase(Locale.ROOT));
  }

  static Priority of(String choice) {
    return valueOf(choice.toUpperCase(Locale.ROOT));
  }
}
