package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.people.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The operators that were here of late. While the database is away nobody can be found out to be
 * signed in, and then above all an operator wants to see what this process knows: whoever was one a
 * short while ago may look at that, and at nothing else.
 */
final class KnownOperators {

  /** Whoever was signed out elsewhere, or lost the right, may look for so long at most. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** Sessions; more than that have not been used for the longest time. */
  private static final int MOST = 200;

  private record Known(Session session, Instant at) {}

  private final Map<String, Known> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  /** The database said whose session this is, or that it is nobody's. */
  synchronized void note(String token, Optional<Session> found, Instant now) {
    if (found.isPresent() && found.get().operator()) {
      byId.put(found.get().id(), new Known(found.get(), now));
    } else if (!byId.isEmpty()) {
      byId.remove(id(token));
    }
  }

  /** The session of an operator; empty: it was none when it was last seen, or that is too long. */
  synchronized Optional<Session> find(String token, Instant now) {
    return Optional.ofNullable(byId.get(id(token)))
        .filter(known -> now.isBefore(known.at().plus(LONGEST)))
        .map(Known::session);
  }

  private static String id(String token) {
    return HexFormat.of().formatHex(Tokens.sha256(token));
  }
}
