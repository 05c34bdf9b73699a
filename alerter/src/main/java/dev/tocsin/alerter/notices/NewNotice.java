package dev.tocsin.alerter.notices;

import dev.tocsin.channels.Alert;
import java.util.List;

/**
 * A notice that is to be posted. Its words are fixed from here on: every channel and every attempt
 * says the same.
 *
 * @param key the same for the same news, whoever finds them and however often
 * @param matter the same for all that is ever said of one matter, 1 to 100 of {@code A-Za-z0-9._-};
 *     what is said of one matter arrives in the order in which it was posted
 * @param kind what it is about, one word: {@code unverified}, {@code flapping}, {@code storm}, …
 * @param title one line, without a full stop
 * @param lines one paragraph each, plain text
 * @param path of the page with more of it, with a slash at the start
 */
public record NewNotice(
    long projectId,
    String key,
    String matter,
    String kind,
    Alert.Level level,
    String title,
    List<String> lines,
    String path) {

  public NewNotice {
    lines = List.copyOf(lines);
    if (!matter.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException("the matter of a notice: " + matter);
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("the path of a notice: " + path);
    }
  }
}
