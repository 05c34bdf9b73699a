package dev.tocsin.ping.http;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.Target;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a path means in the pinging contract (docs/ping-api.md, "URLs"). A hand-written parser: this
 * is the hottest code of the listener, and the precedence of its forms is easier to read in order.
 */
sealed interface PingPath {

  /** What the paths of the tree begin with. */
  String BELOW = "/ping/";

  /** Paths that are no ping, whatever the database says. */
  enum Nowhere implements PingPath {
    /** It has none of the forms. */
    NO_ROUTE,
    /** A slug with an upper-case letter: refused before anything is looked up. */
    UPPER_CASE_SLUG,
    /** It has the form, but no check can have such a long name. */
    NO_SUCH_CHECK
  }

  /** Where the tree of ping URLs hangs. */
  enum Tree {
    /** Below {@code /ping/}. */
    BELOW_PING,
    /** Below {@code /ping/}, and below {@code /} too: a port or host of its own. */
    AT_ROOT
  }

  /**
   * A ping.
   *
   * @param target never with {@code create}: that is the query's to say
   * @param signal what the last word says; an exit status above 0 is a fail
   * @param exitStatus 0 to 255, {@link #NO_STATUS} or {@link #STATUS_TOO_BIG}
   */
  record Route(Target target, PingKind signal, int exitStatus) implements PingPath {
    static final int NO_STATUS = -1;
    static final int STATUS_TOO_BIG = 256;
  }

  /** Whether a raw path is one of the tree below {@code /ping/}, be it a ping or not. */
  static boolean isBelowPing(String rawPath) {
    return PercentCode.decode(rawPath).startsWith(BELOW);
  }

  /** Reads a raw path, still percent-encoded. It is never normalised. */
  static PingPath parse(String rawPath, Tree tree) {
    String path = PercentCode.decode(rawPath);
    if (path.startsWith(BELOW)) {
      return below(path, BELOW.length());
    }
    return tree == Tree.AT_ROOT && path.startsWith("/") ? below(path, 1) : Nowhere.NO_ROUTE;
  }

  private static PingPath below(String path, int from) {
    int end = path.length();
    int slash = path.indexOf('/', from);
    if (slash < 0 || slash == end - 1) { // the one form that may end with a slash
      UUID code = UuidText.parse(path, from, slash < 0 ? end : slash, false);
      return code == null ? Nowhere.NO_ROUTE : byCode(code, PingKind.SUCCESS, Route.NO_STATUS);
    }
    int second = path.indexOf('/', slash + 1);
    if (second < 0) {
      UUID code = UuidText.parse(path, from, slash, false);
      PingPath byCode = code == null ? null : action(new Target.ByCode(code), path, slash + 1);
      // An unknown word after a UUID: the UUID may be a ping key.
      return byCode != null ? byCode : bySlug(path, from, slash, end);
    }
    return path.indexOf('/', second + 1) < 0 ? bySlug(path, from, slash, second) : Nowhere.NO_ROUTE;
  }

  private static Route byCode(UUID code, PingKind signal, int exitStatus) {
    return new Route(new Target.ByCode(code), signal, exitStatus);
  }

  /** The key ends before {@code slash}, the slug before {@code slugEnd}. */
  private static PingPath bySlug(String path, int from, int slash, int slugEnd) {
    if (!isWord(path, from, slash) || !isWord(path, slash + 1, slugEnd)) {
      return Nowhere.NO_ROUTE;
    }
    String slug = path.substring(slash + 1, slugEnd);
    Target target = new Target.BySlug(path.substring(from, slash), slug, false);
    PingPath route =
        slugEnd == path.length()
            ? new Route(target, PingKind.SUCCESS, Route.NO_STATUS)
            : action(target, path, slugEnd + 1);
    if (route == null) {
      return Nowhere.NO_ROUTE;
    }
    if (hasUpperCase(slug)) {
      return Nowhere.UPPER_CASE_SLUG;
    }
    boolean tooLong = Math.max(slash - from, slug.length()) > Target.MAX_NAME_BYTES;
    return tooLong ? Nowhere.NO_SUCH_CHECK : route;
  }

  /** The route that the rest of the path names as an action; null if it names none. */
  private static @Nullable Route action(Target target, String path, int from) {
    int status = exitStatus(path, from);
    if (status != Route.NO_STATUS) {
      return new Route(target, status == 0 ? PingKind.SUCCESS : PingKind.FAIL, status);
    }
    PingKind signal =
        switch (path.substring(from)) {
          case "start" -> PingKind.START;
          case "fail" -> PingKind.FAIL;
          case "log" -> PingKind.LOG;
          default -> null;
        };
    return signal == null ? null : new Route(target, signal, Route.NO_STATUS);
  }

  /** Any number of ASCII digits; the value stops at {@link Route#STATUS_TOO_BIG}. */
  private static int exitStatus(String path, int from) {
    int status = 0;
    for (int i = from; i < path.length(); i++) {
      int digit = path.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Route.NO_STATUS;
      }
      status = Math.min(status * 10 + digit, Route.STATUS_TOO_BIG);
    }
    return from == path.length() ? Route.NO_STATUS : status;
  }

  private static boolean isWord(String path, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return from < to;
  }

  private static boolean hasUpperCase(String slug) {
    for (int i = 0; i < slug.length(); i++) {
      if (slug.charAt(i) >= 'A' && slug.charAt(i) <= 'Z') {
        return true;
      }
    }
    return false;
  }
}
