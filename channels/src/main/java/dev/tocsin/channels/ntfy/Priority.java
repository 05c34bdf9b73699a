package dev.tocsin.channels.ntfy;

import dev.tocsin.channels.Field;
import java.util.Locale;

/** How loud a message is. */
enum Priority {
  MIN(1),
  LOW(2),
  DEFAULT(3),
  HIGH(4),
  MAX(5);

  private final int level;

  Priority(int level) {
    this.level = level;
  }

  /** As a number of the protocol. */
  int level() {
    return level;
  }

  static Field field(String name, String label, Priority otherwise) {
    return Field.choice(name, label, "max", "high", "default", "low", "min")
        .otherwise(otherwise.name().toLowerCase(Locale.ROOT));
  }

  static Priority of(String choice) {
    return valueOf(choice.toUpperCase(Locale.ROOT));
  }
}
