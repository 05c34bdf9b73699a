package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Rights;
import org.jspecify.annotations.Nullable;

/**
 * A key that was presented and found.
 *
 * @param projectId the one project that it opens; {@link #NONE} for a key of an account
 * @param account the person whose key it is; null for a key of a project
 * @param twoSteps whether whoever made it had shown more than a password
 * @param operator whether that person runs this installation
 * @param hint its last four characters
 */
record ApiKey(
    long id,
    long projectId,
    @Nullable Account account,
    Rights rights,
    boolean twoSteps,
    boolean operator,
    String hint) {

  /** No project has this id: what looks for the project of a key of an account finds nothing. */
  static final long NONE = 0;

  boolean readOnly() {
    return rights.readOnly();
  }

  /** Who acts, in the audit log. */
  String actor() {
    return account == null ? "api:" + hint : account.email() + " api:" + hint;
  }

  /** Who acts, in a project that this key opens. */
  Acting in(Project project) {
    return account == null
        ? Acting.key(actor(), rights)
        : new Acting(actor(), project.role(), Rights.FULL, account);
  }
}
