package dev.tocsin.dashboard.people;

import java.util.UUID;

/**
 * A project as one of its members sees it.
 *
 * @param checkLimit how many checks it may have
 * @param role what the member may do: {@code owner}, {@code manager}, {@code member}, {@code
 *     readonly}
 */
public record Project(
    long id, UUID code, String name, String pingKey, int checkLimit, String role) {

  /** Whether the member may change checks and channels. */
  public boolean mayEdit() {
    return !role.equals("readonly");
  }

  /** Whether the member may rename the project and make keys. */
  public boolean mayManage() {
    return role.equals("owner") || role.equals("manager");
  }
}
