package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import dev.tocsin.domain.schedule.Words;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a message tells of one check; the plain and the HTML part only set it.
 *
 * @param why what is behind it, without a capital or a full stop
 * @param facts in the order of interest
 * @param output the end of the last ping's body
 * @param link the page of the check
 */
record Story(
    boolean down,
    String title,
    String why,
    List<Fact> facts,
    Optional<String> output,
    String link) {

  /** The end of a log says what went wrong; nobody reads megabytes of mail. */
  static final int MAX_OUTPUT_CHARS = 2_000;

  static final int MAX_OUTPUT_LINES = 30;

  private static final int MAX_TITLE_CHARS = 100;
  private static final int MAX_FACT_CHARS = 500;

  /** One line of the table, both one line of text. */
  record Fact(String label, String value) {}

  static Story of(Alert alert, Alert.News news) {
    return new Story(
        news.down(),
        title(news),
        Why.of(news, alert.now()),
        facts(news),
        alert.test() ? Optional.empty() : output(news),
        alert.test() ? alert.siteUrl() + "/" : alert.siteUrl() + "/checks/" + news.code());
  }

  static String title(Alert.News news) {
    return cut(oneLine(news.title()), MAX_TITLE_CHARS);
  }

  private static List<Fact> facts(Alert.News news) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Project", news.projectName()));
    if (news.down()) {
      facts.add(new Fact("Down since", Times.exact(news.at())));
    } else {
      facts.add(new Fact("Up since", Times.exact(news.at())));
      news.downSince()
          .ifPresent(
              since -> {
                facts.add(new Fact("Down since", Times.exact(since)));
                facts.add(new Fact("Downtime", Words.of(Duration.between(since, news.at()))));
              });
    }
    facts.add(
        new Fact(
            "Expected",
            "%s, with a grace time of %s"
                .formatted(
                    news.rules().schedule().inWordsWithZone(), Words.of(news.rules().grace()))));
    facts.add(new Fact("Last ping", news.lastPing().map(Story::ping).orElse("none yet")));
    news.lastPing()
        .flatMap(Alert.LastPing::exitStatus)
        .ifPresent(status -> facts.add(new Fact("Exit status", String.valueOf(status))));
    facts.add(new Fact("Tags", news.tags()));
    facts.add(new Fact("Description", news.description()));
    return facts.stream()
        .map(fact -> new Fact(fact.label(), cut(oneLine(fact.value()), MAX_FACT_CHARS)))
        .filter(fact -> !fact.value().isEmpty())
        .toList();
  }

  private static String ping(Alert.LastPing ping) {
    return "%s, %s (no. %d)".formatted(Times.exact(ping.at()), ping.kind(), ping.n());
  }

  private static Optional<String> output(Alert.News news) {
    String body =
        news.lastPing()
            .map(ping -> new String(ping.body(), StandardCharsets.UTF_8))
            .orElse("")
            .replace("\r\n", "\n")
            .replace('\r', '\n')
            .replaceAll("[\\p{Cc}&&[^\n\t]]", "\uFFFD")
            .strip();
    int from = Math.max(0, body.length() - MAX_OUTPUT_CHARS);
    int lines = 0;
    for (int i = body.length() - 1; i >= from; i--) {
      if (body.charAt(i) == '\n' && ++lines == MAX_OUTPUT_LINES) {
        from = i + 1;
      }
    }
    boolean splitsPair = from > 0 && Character.isLowSurrogate(body.charAt(from));
    String end = body.substring(splitsPair ? from + 1 : from);
    return body.isEmpty() ? Optional.empty() : Optional.of(from > 0 ? "…\n" + end : end);
  }

  /** Without line breaks and other controls, and without characters that turn the text around. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\u202A-\u202E\u2066-\u2069]+", " ")
        .replaceAll(" {2,}", " ")
        .strip();
  }

  private static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
    return text.substring(0, end) + "…";
  }
}
