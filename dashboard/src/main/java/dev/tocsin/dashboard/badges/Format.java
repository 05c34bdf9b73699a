package dev.tocsin.dashboard.badges;

import java.util.Arrays;
import java.util.Optional;

/** What a badge comes as: the end of its URL. */
public enum Format {
  /** A picture. */
  SVG("image/svg+xml"),
  /** Status and counts, for programs. */
  JSON("application/json"),
  /** What the endpoint badge of shields.io reads. */
  SHIELDS("application/json");

  private final String type;

  Format(String type) {
    this.type = type;
  }

  /** Its content type. */
  String type() {
    return type;
  }

  /** How it ends a URL, without the dot. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** By its end of a URL; case counts. */
  static Optional<Format> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }
}
