package dev.tocsin.alerter.delivery;

import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Tocsin knows of itself, for people who see many checks go down and ask whether it is them or
 * us: how late it is, how far it has heard, and whether it was deaf.
 *
 * @param now the database's clock
 * @param heardThrough every ping up to then is known; null: nobody listens
 * @param blind how long in the last hour nobody could hear: of several listeners one is enough
 */
record SelfReport(Instant now, @Nullable Instant heardThrough, Duration blind) {

  /** A watermark that is behind by less is as good as now. */
  private static final Duration BEHIND = Duration.ofSeconds(2);

  private static final Duration LOOK_BACK = Duration.ofHours(1);

  static SelfReport read(Tx tx) {
    SelfReport heard =
        tx.first(
                "reading how we listened",
                """
                SELECT clock_timestamp() AS now,
                       (SELECT min(heard_through) FROM streams WHERE closed_at IS NULL) AS through
                """,
                row ->
                    new SelfReport(row.instant("now"), row.instantOrNull("through"), Duration.ZERO))
            .orElseThrow();
    Instant since = heard.now().minus(LOOK_BACK);
    Duration blind = BlindRows.read(tx, since).within(since, heard.now());
    return new SelfReport(heard.now(), heard.heardThrough(), blind);
  }

  /**
   * @param latest when the newest of what a message tells happened
   */
  List<String> lines(Instant latest) {
    String lag = Words.of(Duration.between(latest, now));
    return List.of(
        "Is it Tocsin? The last of them happened %s before this message. %s %s"
            .formatted(lag, hearing(), deafness()));
  }

  private String hearing() {
    if (heardThrough == null) {
      return "No listener of Tocsin is running at present.";
    }
    Duration behind = Duration.between(heardThrough, now);
    return behind.compareTo(BEHIND) < 0
        ? "Tocsin hears every ping at present."
        : "Tocsin has sorted pings up to %s ago.".formatted(Words.of(behind));
  }

  private String deafness() {
    return blind.isZero()
        ? "It was not deaf in the last hour."
        : "It could not hear for %s of the last hour.".formatted(Words.of(blind));
  }
}
