package dev.tocsin.dashboard.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Where a visitor goes after signing in: only ever to a path of this site. */
public final class ReturnPath {

  // "//host" and "/\host" lead elsewhere in browsers; control characters are dropped by them.
  private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,500}");

  private ReturnPath() {}

  /** The path if it is ours, otherwise the start page. */
  public static String of(String asked) {
    return OURS.matcher(asked).matches() ? asked : "/";
  }

  /** A path of ours as a value in a query. */
  public static String escaped(String path) {
    return URLEncoder.encode(of(path), StandardCharsets.UTF_8);
  }
}
