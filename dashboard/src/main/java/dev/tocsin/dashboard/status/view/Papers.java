package dev.tocsin.dashboard.status.view;

import java.util.Arrays;

/**
 * A page in all its forms, as bytes.
 *
 * @param before the page up to where a note about its age may stand
 * @param after the rest of it
 * @param json without its closing brace, for the same reason
 * @param locked what is shown to those who have not given the password yet; empty: nobody needs one
 */
public record Papers(
    byte[] before, byte[] after, byte[] json, byte[] atom, byte[] rss, byte[] locked) {

  /** Whether they say the same. */
  public boolean same(Papers other) {
    return Arrays.equals(before, other.before)
        && Arrays.equals(after, other.after)
        && Arrays.equals(json, other.json)
        && Arrays.equals(atom, other.atom)
        && Arrays.equals(rss, other.rss)
        && Arrays.equals(locked, other.locked);
  }

  /** Bytes in memory. */
  public long size() {
    return (long) before.length
        + after.length
        + json.length
        + atom.length
        + rss.length
        + locked.length;
  }
}
