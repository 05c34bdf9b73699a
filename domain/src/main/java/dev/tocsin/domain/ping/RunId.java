package dev.tocsin.domain.ping;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A run id chosen by the client ({@code rid}): pairs a start with its completion. */
public record RunId(UUID value) {

  // UUID.fromString is lenient ("1-1-1-1-1" passes), the protocol is not.
  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Reads the canonical 8-4-4-4-12 form, either case; empty for anything else. */
  public static Optional<RunId> parse(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(new RunId(UUID.fromString(text)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
