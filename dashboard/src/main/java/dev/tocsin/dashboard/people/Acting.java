package dev.tocsin.dashboard.people;

import org.jspecify.annotations.Nullable;

/**
 * Who changes something in a project, and how far they may go.
 *
 * @param actor the name in the audit log
 * @param rights those of the key of the project that is used; {@link Rights#FULL} for people
 * @param account the person, or the person whose key it is; null for a key of the project and for
 *     the command line
 */
public record Acting(String actor, Role role, Rights rights, @Nullable Account account) {

  /** A person, on the pages. */
  public static Acting person(Account account, Role role) {
    return new Acting(account.email(), role, Rights.FULL, account);
  }

  /** Whoever may use the command line may do everything. */
  public static Acting operator() {
    return new Acting("cli", Role.OWNER, Rights.FULL, null);
  }

  /**
   * A key of the project: it acts as a manager, as far as its rights go.
   *
   * @param actor the name in the audit log
   */
  public static Acting key(String actor, Rights rights) {
    return new Acting(actor, rights.readOnly() ? Role.READONLY : Role.MANAGER, rights, null);
  }

  Acting in(Role now) {
    return new Acting(actor, now, rights, account);
  }

  /**
   * Whether they may delete the project, or take all of it along: owners may; so may a key that
   * could delete all that is in the project anyway.
   */
  public boolean mayDelete() {
    return role == Role.OWNER || (account == null && role.mayManage() && rights.allScopes());
  }
}
