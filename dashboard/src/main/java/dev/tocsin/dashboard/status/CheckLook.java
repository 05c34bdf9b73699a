package dev.tocsin.dashboard.status;

/**
 * How a page shows a check.
 *
 * @param name what it is called there; empty: as everywhere
 * @param hidden not at all
 * @param place smaller comes first; 0: after those with a place, by name
 */
public record CheckLook(String name, boolean hidden, int place) {

  /** As it is called, among the others. */
  public static final CheckLook USUAL = new CheckLook("", false, 0);
}
