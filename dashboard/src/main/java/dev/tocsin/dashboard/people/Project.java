package dev.tocsin.dashboard.people;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A project as somebody sees it.
 *
 * @param limits how large it may become
 * @param twoStep whether it is only for who signed in by more than a password
 * @param kept which pings of each check are kept
 * @param fallback the channel that gets what others fail to deliver
 * @param role what they may do in it
 */
public record Project(
    long id,
    UUID code,
    String name,
    String pingKey,
    ProjectLimits limits,
    boolean twoStep,
    KeptPings kept,
    Optional<UUID> fallback,
    Instant createdAt,
    Role role) {

  /** Whether this visit is held back here until somebody has shown a second step. */
  public boolean holdsBack(Session session) {
    return twoStep && !session.twoSteps();
  }

  /** Whether they may change checks and channels. */
  public boolean mayEdit() {
    return role.mayEdit();
  }

  /** Whether they may change the project, its keys and members. */
  public boolean mayManage() {
    return role.mayManage();
  }

  /** Whether they may delete it, as a person. */
  public boolean mayDelete() {
    return role == Role.OWNER;
  }
}
