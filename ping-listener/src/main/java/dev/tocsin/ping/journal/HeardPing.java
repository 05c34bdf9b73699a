package dev.tocsin.ping.journal;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A ping as heard, before it has a stamp. Texts that are longer than what is recorded of them are
 * cut here, by characters (code points), never inside one.
 *
 * @param target the check it is for
 * @param signal what the address says, before the check's own filters
 * @param exitStatus 0 to 255, if the address has one
 * @param run the client's run id, if it sent one
 * @param scheme {@code http}, {@code https}, {@code email}; 10 characters are kept
 * @param method the request's method, empty for mail; 10 characters are kept
 * @param remoteAddr who sent it, if known; 64 characters are kept
 * @param userAgent 200 characters are kept
 * @param body the kept prefix of the body, possibly empty; of a mail all of it; not copied, so
 *     never write to it
 * @param cut whether the body went on
 */
public record HeardPing(
    Target target,
    PingKind signal,
    @Nullable Integer exitStatus,
    @Nullable RunId run,
    String scheme,
    String method,
    @Nullable String remoteAddr,
    String userAgent,
    byte[] body,
    boolean cut) {

  /** The scheme of pings by e-mail. */
  public static final String MAIL = "email";

  /** Cuts the texts; an exit status outside 0 to 255 is an {@link IllegalArgumentException}. */
  public HeardPing {
    if (exitStatus != null && (exitStatus < 0 || exitStatus > 255)) {
      throw new IllegalArgumentException("exit status outside 0 to 255: " + exitStatus);
    }
    scheme = cut(scheme, 10);
    method = cut(method, 10);
    remoteAddr = remoteAddr == null ? null : cut(remoteAddr, 64);
    userAgent = cut(userAgent, 200);
  }

  /** A ping whose body is all there. */
  public HeardPing(
      Target target,
      PingKind signal,
      @Nullable Integer exitStatus,
      @Nullable RunId run,
      String scheme,
      String method,
      @Nullable String remoteAddr,
      String userAgent,
      byte[] body) {
    this(target, signal, exitStatus, run, scheme, method, remoteAddr, userAgent, body, false);
  }

  /** Whether it came as a mail: only those have no method. A proxy may claim any scheme. */
  public boolean byMail() {
    return method.isEmpty() && scheme.equals(MAIL);
  }

  private static String cut(String text, int characters) {
    return text.length() <= characters || text.codePointCount(0, text.length()) <= characters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters));
  }
}
