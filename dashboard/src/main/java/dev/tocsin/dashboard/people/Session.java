package dev.tocsin.dashboard.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which somebody is signed in.
 *
 * @param id names the session on pages; useless for signing in
 * @param provedAt when they last showed who they are
 * @param proofs how they did; more than one after a sign-in in two steps
 * @param remoteAddr where it was last seen
 * @param operator whether they run this installation
 */
public record Session(
    String id,
    Account account,
    Instant createdAt,
    Instant provedAt,
    Set<Proof> proofs,
    Instant seenAt,
    @Nullable String remoteAddr,
    String userAgent,
    boolean operator) {

  /** Dangerous things are done without being asked again for so long. */
  public static final Duration RECENT = Duration.ofMinutes(15);

  /** Whether they showed more than a password: a second step, or what is as good as two. */
  public boolean twoSteps() {
    return proofs.stream().anyMatch(proof -> proof != Proof.PASSWORD && proof != Proof.LINK);
  }

  /** Whether they showed who they are a short while ago. */
  public boolean recent(Instant now) {
    return now.isBefore(provedAt.plus(RECENT));
  }
}
