package dev.tocsin.dashboard.people.invitations;

import dev.tocsin.dashboard.people.Role;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody may become a member.
 *
 * @param code names it; its link has a token instead
 * @param email whom it was meant for
 * @param invitedBy an actor, as in the audit log
 */
public record Invitation(
    UUID code, String email, Role role, String invitedBy, Instant createdAt, Instant expiresAt) {

  /** Whether its link works no longer. */
  public boolean expired(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
