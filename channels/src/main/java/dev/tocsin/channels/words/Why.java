package dev.tocsin.channels.words;

import dev.tocsin.channels.Alert;
import dev.tocsin.domain.schedule.Words;
import java.time.Instant;

/** What is behind a flip, in a few words: the second half of a subject line. */
final class Why {

  private Why() {}

  static String of(Alert.News news, Instant now) {
    if (!news.down()) {
      return news.downtime()
          .map(downtime -> "was down for " + Words.of(downtime))
          .orElse("a success was reported at " + Times.brief(news.at(), now));
    }
    return switch (news.reason()) {
      case "fail" -> failure(news, now);
      case "too_fast" -> haste(news);
      case "assertion" -> broken(news);
      default -> silence(news, now);
    };
  }

  private static String failure(Alert.News news, Instant now) {
    return news.lastPing()
        .filter(ping -> ping.kind().equals("fail"))
        .flatMap(Alert.LastPing::exitStatus)
        .map(status -> "failed with exit status " + status)
        .orElse("reported a failure at " + Times.brief(news.at(), now));
  }

  private static String haste(Alert.News news) {
    String took = news.took().map(Words::of).orElse("");
    String least = news.rules().policy().minRuntime().map(Words::of).orElse("");
    if (took.isEmpty() || least.isEmpty()) {
      return "finished too fast";
    }
    return "finished too fast: %s instead of at least %s".formatted(took, least);
  }

  /** The first is enough for a headline: the log has them all. */
  private static String broken(Alert.News news) {
    return news.lastPing()
        .flatMap(ping -> ping.broken().stream().findFirst())
        .map(found -> "broke an assertion: " + found)
        .orElse("broke an assertion");
  }

  private static String silence(Alert.News news, Instant now) {
    String nothingInTime = "no ping by " + Times.brief(news.at(), now);
    return news.lastPing()
        // The alert may be handled late: a ping after the deadline does not explain it.
        .filter(ping -> ping.at().isBefore(news.at()))
        .map(
            ping ->
                switch (ping.kind()) {
                  case "success", "fail" -> "no ping since " + Times.brief(ping.at(), now);
                  case "start" ->
                      "started at %s and did not finish".formatted(Times.brief(ping.at(), now));
                  default -> nothingInTime;
                })
        .orElse(nothingInTime);
  }
}
