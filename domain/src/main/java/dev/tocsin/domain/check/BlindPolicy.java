package dev.tocsin.domain.check;

import java.util.Locale;
import java.util.Optional;

/** What a check asks for if a ping did not come and we could not have heard it. */
public enum BlindPolicy {
  /** The run is taken for done, and people are told that nobody could verify it. */
  EXCUSE,
  /** The deadline moves by the time in which we could not hear. */
  EXTEND,
  /** It makes no difference: better a false alarm than a missed one. */
  ALERT;

  /** The word in the database and on the wire: {@code excuse}, {@code extend}, {@code alert}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy for a {@link #word()}; throws {@link IllegalArgumentException} for any other. */
  public static BlindPolicy of(String word) {
    return find(word)
        .orElseThrow(() -> new IllegalArgumentException("not a blind policy: " + word));
  }

  /** The policy for a {@link #word()}; empty for any other. */
  public static Optional<BlindPolicy> find(String word) {
    for (BlindPolicy policy : values()) {
      if (policy.word().equals(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
