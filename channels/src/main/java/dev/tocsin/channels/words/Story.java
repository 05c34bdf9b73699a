package dev.tocsin.channels.words;

import static java.util.stream.Collectors.joining;

import dev.tocsin.channels.Alert;
import dev.tocsin.domain.schedule.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a message tells of one check; channels only set it.
 *
 * @param title one line
 * @param why what is behind it, without a capital or a full stop
 * @param facts in the order of interest; none if it is told briefly
 * @param output the end of the last ping's body
 * @param link the page of the check
 * @param acknowledge where one press acknowledges the incident
 */
public record Story(
    boolean down,
    String title,
    String why,
    List<Fact> facts,
    Optional<String> output,
    String link,
    Optional<String> acknowledge) {

  /** The end of a log says what went wrong; nobody reads megabytes of message. */
  public static final int MAX_OUTPUT_CHARS = 2_000;

  public static final int MAX_OUTPUT_LINES = 30;

  private static final int MAX_TITLE_CHARS = 100;
  private static final int MAX_FACT_CHARS = 500;

  /** How many pings before the last one are told of. */
  private static final int MAX_EARLIER_PINGS = 4;

  /** One line of the table, both one line of text. */
  public record Fact(String label, String value) {}

  /** What is to be told of this check. */
  public static Story of(Alert alert, Alert.News news) {
    return new Story(
        news.down(),
        title(news),
        Why.of(news, alert.now()),
        facts(alert, news),
        alert.test() ? Optional.empty() : output(news),
        alert.test() ? alert.siteUrl() + "/" : alert.siteUrl() + "/checks/" + news.code(),
        news.acknowledge().map(link -> link.get().toString()));
  }

  /** The same without facts and output: what stands in one line. */
  static Story brief(Alert alert, Alert.News news) {
    return new Story(
        news.down(),
        title(news),
        Why.of(news, alert.now()),
        List.of(),
        Optional.empty(),
        alert.siteUrl() + "/checks/" + news.code(),
        news.acknowledge().map(link -> link.get().toString()));
  }

  /** Whether it is told in one line. */
  public boolean isBrief() {
    return facts.isEmpty();
  }

  /** The name of the check in one line. */
  static String title(Alert.News news) {
    return Text.cut(Text.oneLine(news.title()), MAX_TITLE_CHARS);
  }

  private static List<Fact> facts(Alert alert, Alert.News news) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Project", news.projectName()));
    facts.addAll(times(news));
    facts.add(new Fact("Expected", expected(news)));
    facts.add(new Fact("Last ping", news.lastPing().map(Story::ping).orElse("none yet")));
    news.lastPing()
        .flatMap(Alert.LastPing::exitStatus)
        .ifPresent(status -> facts.add(new Fact("Exit status", String.valueOf(status))));
    news.took().ifPresent(took -> facts.add(new Fact("Run time", Words.of(took))));
    facts.add(new Fact("Earlier", earlier(alert, news)));
    facts.add(new Fact("Tags", news.tags()));
    facts.add(new Fact("Description", news.description()));
    return facts.stream()
        .map(fact -> new Fact(fact.label(), Text.cut(Text.oneLine(fact.value()), MAX_FACT_CHARS)))
        .filter(fact -> !fact.value().isEmpty())
        .toList();
  }

  private static List<Fact> times(Alert.News news) {
    if (news.down()) {
      return List.of(new Fact("Down since", Times.exact(news.at())));
    }
    List<Fact> times = new ArrayList<>(List.of(new Fact("Up since", Times.exact(news.at()))));
    news.downSince()
        .ifPresent(
            since -> {
              times.add(new Fact("Down since", Times.exact(since)));
              times.add(new Fact("Downtime", downtime(news)));
            });
    return times;
  }

  private static String downtime(Alert.News news) {
    String words = news.downtime().map(Words::of).orElse("");
    return news.unheard().isZero()
        ? words
        : words + ", and %s in which Tocsin could not hear".formatted(Words.of(news.unheard()));
  }

  private static String expected(Alert.News news) {
    String schedule = news.rules().schedule().inWordsWithZone();
    return schedule + ", with a grace time of " + Words.of(news.rules().grace());
  }

  private static String ping(Alert.LastPing ping) {
    return Times.exact(ping.at()) + ", " + ping.kind() + " (no. " + ping.n() + ")";
  }

  /** For example "04:20 UTC success, 03:20 UTC fail with exit status 3". */
  private static String earlier(Alert alert, Alert.News news) {
    return news.pings().stream()
        .skip(1)
        .limit(MAX_EARLIER_PINGS)
        .map(ping -> Times.brief(ping.at(), alert.now()) + " " + ping.kind() + status(ping))
        .collect(joining(", "));
  }

  private static String status(Alert.LastPing ping) {
    return ping.exitStatus()
        .filter(status -> status != 0)
        .map(status -> " with exit status " + status)
        .orElse("");
  }

  private static Optional<String> output(Alert.News news) {
    String body =
        Text.printable(
            news.lastPing()
                .map(ping -> new String(ping.body(), StandardCharsets.UTF_8))
                .orElse(""));
    return body.isEmpty()
        ? Optional.empty()
        : Optional.of(Text.tail(body, MAX_OUTPUT_CHARS, MAX_OUTPUT_LINES));
  }
}
