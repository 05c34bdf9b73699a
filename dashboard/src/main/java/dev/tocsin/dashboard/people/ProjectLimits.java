package dev.tocsin.dashboard.people;

/**
 * How large a project may become: the operator's word, given to each project when it is made.
 *
 * @param checks a page must be able to read them all
 * @param members with those who are invited; a project with more is a company, and should be
 *     several projects
 * @param channels lists of them are not paged
 * @param pingsPerMinute what all its checks together may send, beside what each may anyway; 0: no
 *     limit
 */
public record ProjectLimits(int checks, int members, int channels, int pingsPerMinute) {

  /** What suits a team. */
  public static final ProjectLimits USUAL = new ProjectLimits(1_000, 500, 1_000, 0);

  public ProjectLimits {
    if (checks < 0 || members < 0 || channels < 0 || pingsPerMinute < 0) {
      throw new IllegalArgumentException("a limit below zero");
    }
  }

  /** The same, with room for so many checks. */
  public ProjectLimits withChecks(int most) {
    return new ProjectLimits(most, members, channels, pingsPerMinute);
  }
}
