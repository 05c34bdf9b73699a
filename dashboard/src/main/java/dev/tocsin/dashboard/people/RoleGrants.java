package dev.tocsin.dashboard.people;

import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Tx;
import java.util.Optional;

/** Who may give which role in a project, and take which one away: an owner always stays. */
public final class RoleGrants {

  private RoleGrants() {}

  /** Why somebody who manages a project may not give this role; empty: they may. */
  public static Optional<Outcome.Refused<Member>> mayGive(Acting acting, Role role) {
    if (!acting.rights().allScopes()) {
      // A person could make keys with all scopes, or do by hand what the key may not.
      return forbidden("to give roles, a key needs the scopes checks, channels and project");
    }
    return role == Role.OWNER && acting.role() != Role.OWNER ? onlyOwners() : Optional.empty();
  }

  /**
   * Why they may not take away the role that a member has; empty: they may. The project is locked.
   *
   * @param next what the member would be then
   */
  static Optional<Outcome.Refused<Member>> mayTake(
      Tx tx, long projectId, Member was, Role next, Acting acting) {
    if (was.role() != Role.OWNER || next == Role.OWNER) {
      return Optional.empty();
    }
    if (acting.role() != Role.OWNER) {
      return onlyOwners();
    }
    int owners =
        tx.first(
                "counting owners",
                "SELECT count(*) AS n FROM members WHERE project_id = ? AND role = 'owner'",
                row -> row.integer("n"),
                projectId)
            .orElse(0);
    return owners > 1
        ? Optional.empty()
        : Optional.of(
            new Outcome.Refused<>(
                Reason.CONFLICT, "the last owner stays: make somebody else an owner first"));
  }

  private static Optional<Outcome.Refused<Member>> onlyOwners() {
    return forbidden("only an owner makes and unmakes owners");
  }

  private static Optional<Outcome.Refused<Member>> forbidden(String why) {
    return Optional.of(new Outcome.Refused<>(Reason.FORBIDDEN, why));
  }
}
