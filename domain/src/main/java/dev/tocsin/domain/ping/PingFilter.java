package dev.tocsin.domain.ping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * How a check reads what reaches it: which methods count, and whether keywords decide what a ping
 * means.
 *
 * @param postOnly a request with any other method than POST is ignored; e-mail is not affected
 * @param body keywords are looked for in the body of HTTP pings
 * @param subject keywords are looked for in the subject of mails
 * @param mailBody keywords are looked for in the text of mails
 * @param defaultFail with a filter on, no keyword found means fail; otherwise ignored
 * @param startWords comma-separated; items are trimmed, empty items are skipped
 * @param successWords as {@code startWords}
 * @param failureWords as {@code startWords}
 */
public record PingFilter(
    boolean postOnly,
    boolean body,
    boolean subject,
    boolean mailBody,
    boolean defaultFail,
    String startWords,
    String successWords,
    String failureWords) {

  /** Takes every request for what its URL says. */
  public static final PingFilter NONE =
      new PingFilter(false, false, false, false, false, "", "", "");

  /** {@link #NONE} itself if this asks for nothing either, since many are kept in memory. */
  public PingFilter shared() {
    return equals(NONE) ? NONE : this;
  }

  /**
   * What an HTTP ping means to this check (Pinging API, from request to signal, steps 4 to 6).
   *
   * @param signal what the URL says
   * @param method the request's method
   * @param kept the kept prefix of the body; decoded as UTF-8 with replacement characters, since a
   *     cut may have split a character
   */
  public PingKind classify(PingKind signal, String method, byte[] kept) {
    if (postOnly && !method.equals("POST")) {
      return PingKind.IGN;
    }
    return body ? byWords(new String(kept, StandardCharsets.UTF_8)) : signal;
  }

  /** Whether a mail has to be read to say what it means; if not, every mail is a success. */
  public boolean readsMail() {
    return subject || mailBody;
  }

  /** What a text means: failure words first, then success, then start; case-sensitive. */
  public PingKind byWords(String text) {
    if (contains(failureWords, text)) {
      return PingKind.FAIL;
    }
    if (contains(successWords, text)) {
      return PingKind.SUCCESS;
    }
    if (contains(startWords, text)) {
      return PingKind.START;
    }
    return defaultFail ? PingKind.FAIL : PingKind.IGN;
  }

  private static boolean contains(String words, String text) {
    return words(words).stream().anyMatch(text::contains);
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }
}
