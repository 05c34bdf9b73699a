package dev.tocsin.dashboard.people;

/** How making an account ended. */
public sealed interface NewAccount {

  /** It was made. */
  record Made(Account account) implements NewAccount {}

  /**
   * It was not, and nothing was changed.
   *
   * @param field {@code email}, {@code password} or {@code link}: what to mend
   * @param why a sentence for the person
   */
  record Refused(String field, String why) implements NewAccount {}
}
