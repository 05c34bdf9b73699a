package dev.tocsin.dashboard.checks;

import java.util.function.Supplier;

/** What a check must still be like for a change to go ahead; asked under the check's lock. */
@FunctionalInterface
public interface Guard {

  /** The change goes ahead in any case. */
  Guard NONE = tag -> true;

  /**
   * Whether the change goes ahead.
   *
   * @param tag gives the {@link CheckView#tag} of the check as it is now
   */
  boolean accepts(Supplier<String> tag);
}
