package dev.tocsin.dashboard.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A part of what a project has, to which a key may be confined. */
public enum Scope {
  /** Checks, their pings and flips, badges and figures. */
  CHECKS,
  /** Ways of telling people, and what was told. */
  CHANNELS,
  /** The project itself, its members and keys. */
  PROJECT;

  /** As it is stored, and called in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
