package dev.tocsin.alerter.quiet;

/**
 * A check, as far as silences and the like look at it.
 *
 * @param tags separated by spaces
 */
public record Subject(long check, long project, String tags) {

  boolean hasTag(String tag) {
    // Asked for each silence and each of a thousand checks: no list is made for that.
    return (" " + tags + " ").contains(" " + tag + " ");
  }
}
