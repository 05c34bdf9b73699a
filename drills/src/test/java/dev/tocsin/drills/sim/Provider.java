package dev.tocsin.drills.sim;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The other side of a channel: takes messages, is away at times, and loses answers. */
final class Provider {

  /**
   * A message that arrived.
   *
   * @param sender the process that sent it
   * @param cut its answer did not arrive: whoever sent it must send it again
   */
  record Arrived(Instant at, Alert alert, String sender, boolean cut) {}

  private static final int LOST_ANSWERS = 100;

  final String name;
  private final Timeline time;
  private final EventLog log;
  private final Random random;
  private final boolean believedBlindly;
  private final List<Arrived> arrived = new ArrayList<>();
  private boolean away;
  private int attempts;

  /**
   * @param believedBlindly a protection is off: whoever sends takes everything for delivered
   */
  Provider(String name, Timeline time, EventLog log, Random random, boolean believedBlindly) {
    this.name = name;
    this.time = time;
    this.log = log;
    this.random = random;
    this.believedBlindly = believedBlindly;
  }

  void away(boolean is) {
    log.say("%s is %s", name, is ? "away" : "back");
    away = is;
  }

  /** How long the next call takes. */
  Duration takes() {
    return Duration.ofMillis(away ? 1_000 + random.nextInt(9_000) : 20 + random.nextInt(400));
  }

  Verdict deliver(Alert alert, String sender) {
    attempts++;
    Verdict verdict = answer(alert, sender);
    return believedBlindly ? new Verdict.Delivered("handled") : verdict;
  }

  private Verdict answer(Alert alert, String sender) {
    if (away) {
      return random.nextInt(3) == 0
          ? new Verdict.TryAgain("429", Optional.of(Duration.ofSeconds(30)))
          : new Verdict.TryAgain("no answer", Optional.empty());
    }
    boolean cut = random.nextInt(LOST_ANSWERS) == 0;
    arrived.add(new Arrived(time.now(), alert, sender, cut));
    log.say("%s takes %d news%s", name, alert.news().size(), cut ? ", answer lost" : "");
    return cut
        ? new Verdict.TryAgain("the answer was cut off", Optional.empty())
        : new Verdict.Delivered("ok");
  }

  List<Arrived> arrived() {
    return arrived;
  }

  int attempts() {
    return attempts;
  }
}
