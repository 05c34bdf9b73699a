package dev.tocsin.selfwatch;

import java.util.Locale;

/**
 * One of the limits of this process, and how much of it is in use.
 *
 * @param of in words: "open files"
 * @param used may exceed the limit where others wait for it
 */
public record Load(String of, double used, double limit) {

  /** The share in use; 1: all of it. */
  public double share() {
    return limit > 0 && used > 0 ? used / limit : 0;
  }

  /** "open files 12 %". */
  public String words() {
    return String.format(Locale.ROOT, "%s %d %%", of, Math.round(share() * 100));
  }
}
