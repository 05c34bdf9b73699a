package dev.tocsin.dashboard.people;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key opens, and until when.
 *
 * @param scopes in the order of their declaration
 * @param expiresAt null: never
 */
public record Rights(boolean readOnly, Set<Scope> scopes, @Nullable Instant expiresAt) {

  /** All there is, for ever. */
  public static final Rights FULL = new Rights(false, EnumSet.allOf(Scope.class), null);

  /** To look at all there is, for ever. */
  public static final Rights READ = new Rights(true, EnumSet.allOf(Scope.class), null);

  public Rights {
    EnumSet<Scope> own = EnumSet.noneOf(Scope.class);
    own.addAll(scopes);
    scopes = Collections.unmodifiableSet(own);
  }

  /** Until this moment; null: for ever. */
  public Rights until(@Nullable Instant end) {
    return new Rights(readOnly, scopes, end);
  }

  /** Whether nothing is possible with {@code other} that is not with these. */
  public boolean covers(Rights other) {
    return (!readOnly || other.readOnly())
        && scopes.containsAll(other.scopes())
        && (expiresAt == null
            || (other.expiresAt() != null && !other.expiresAt().isAfter(expiresAt)));
  }

  /** Whether they have every scope. */
  public boolean allScopes() {
    return scopes.equals(FULL.scopes());
  }

  /** The scopes as they are stored and called. */
  public List<String> words() {
    return scopes.stream().map(Scope::word).toList();
  }

  /** The scopes of these words; empty if there is none, or one that is no scope. */
  public static Optional<Set<Scope>> scopes(Collection<String> words) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    words.forEach(word -> Scope.of(word).ifPresent(scopes::add));
    boolean allKnown = words.stream().allMatch(word -> Scope.of(word).isPresent());
    return allKnown && !scopes.isEmpty() ? Optional.of(scopes) : Optional.empty();
  }
}
