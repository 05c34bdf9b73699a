package dev.tocsin.dashboard.bounces;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mail servers of old say in plain words why a mail comes back, with a status among them. */
final class WordsOfServers {

  /** An enhanced status (RFC 3463), or the reply code 5yz of SMTP. */
  private static final Pattern STATUS =
      Pattern.compile("(?<![\\d.])(?:([245])\\.\\d{1,3}\\.\\d{1,3}(?![\\d.])|5\\d\\d[ -])");

  private static final int LONGEST_LINE = 300;

  private WordsOfServers() {}

  /** The failure of the first status in the text; a 4.y.z says that the server goes on trying. */
  static Optional<Bounce.Failure> failure(String text) {
    Matcher status = STATUS.matcher(text);
    if (!status.find()) {
      return Optional.empty();
    }
    boolean permanent = status.group(1) == null || status.group(1).equals("5");
    return permanent
        ? Optional.of(new Bounce.Failure(true, line(text, status.start())))
        : Optional.empty();
  }

  private static String line(String text, int at) {
    int start = text.lastIndexOf('\n', at) + 1;
    int end = text.indexOf('\n', at);
    int from = Math.max(start, at - LONGEST_LINE / 2);
    return text.substring(from, Math.min(end < 0 ? text.length() : end, from + LONGEST_LINE))
        .strip();
  }
}
