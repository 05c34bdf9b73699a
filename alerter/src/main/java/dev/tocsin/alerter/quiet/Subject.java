package dev.tocsin.alerter.quiet;

import java.util.Arrays;

/**
 * A check, as far as silences and the like look at it.
 *
 * @param tags separated by spaces
 */
public record Subject(long check, long project, String tags) {

  boolean hasTag(String tag) {
    return Arrays.asList(tags.split("\\s+")).contains(tag);
  }
}
