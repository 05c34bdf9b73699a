package dev.tocsin.dashboard.views;

import java.util.regex.Pattern;

/**
 * A list of checks with a name.
 *
 * @param query the query part of the address of the list, from its question mark on
 */
public record SavedView(String name, String query) {

  /** Menus carry it. */
  public static final int LONGEST_NAME = 60;

  /** Browsers and proxies take addresses of about this length. */
  public static final int LONGEST_QUERY = 2_000;

  private static final Pattern QUERY = Pattern.compile("\\?[\\w.~%&=+*-]*");

  /** Whether this may stand behind the address of a list. */
  public static boolean isQuery(String text) {
    return text.length() <= LONGEST_QUERY && QUERY.matcher(text).matches();
  }
}
