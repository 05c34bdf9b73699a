package dev.tocsin.roles;

import dev.tocsin.alerter.operators.Again;
import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Finding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Announces what will end: a month, a week and a day before. Each is a matter of its own, told
 * once; only the last is told again until somebody looks after it.
 *
 * <p>Passive: somebody calls {@link #look}.
 */
final class ExpiryWatch {

  private record Stage(String name, Duration before, String words, Again again) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage("month", Expiry.SOON, "within a month", Again.NEVER),
          new Stage("week", Duration.ofDays(7), "within a week", Again.NEVER),
          new Stage("day", Duration.ofDays(1), "within a day", Again.UNLESS_ACKED));

  private final Supplier<List<Expiry>> source;
  private final InstantSource clock;
  private final MultiGauge left;
  private volatile List<Expiry> all = List.of();

  /**
   * @param source looks; may block
   */
  ExpiryWatch(Supplier<List<Expiry>> source, InstantSource clock, MeterRegistry registry) {
    this.source = source;
    this.clock = clock;
    this.left = MultiGauge.builder("tocsin.expiry.seconds").register(registry);
  }

  /** Looks at all of it. */
  void look() {
    all = source.get();
    left.register(
        all.stream()
            .<Row<?>>map(one -> Row.of(Tags.of("what", one.what()), () -> secondsLeft(one)))
            .toList(),
        true);
  }

  /** Negative: it has ended. */
  private double secondsLeft(Expiry one) {
    return Duration.between(clock.instant(), one.at()).toSeconds();
  }

  /** For the row of this process: what ends within a month. */
  List<Map<String, String>> state() {
    Instant now = clock.instant();
    List<Map<String, String>> ends = new ArrayList<>();
    for (Expiry one : all) {
      if (one.isSoon(now)) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("what", one.what());
        members.put("at", one.at().toString());
        ends.add(members);
      }
    }
    return ends;
  }

  /** For operators. */
  Condition condition(String node) {
    return () -> {
      Instant now = clock.instant();
      List<Finding> findings = new ArrayList<>();
      for (Expiry one : all) {
        STAGES.stream()
            .filter(stage -> one.at().isBefore(now.plus(stage.before())))
            .forEach(stage -> findings.add(finding(one, stage, node, now)));
      }
      return findings;
    };
  }

  private static Finding finding(Expiry one, Stage stage, String node, Instant now) {
    Instant end = one.at().truncatedTo(ChronoUnit.SECONDS);
    String when = one.isOver(now) ? "ended at " + end : "ends " + stage.words() + ", at " + end;
    // Of a server, all processes find the same; files with one name may be others on each node.
    UUID matter = UUID.nameUUIDFromBytes((one.what() + one.at()).getBytes(StandardCharsets.UTF_8));
    return new Finding(
        "ends-%s-%s".formatted(stage.name(), matter),
        "%s %s".formatted(one.what(), when),
        List.of(
            "Seen from %s. Renew it before that: afterwards connections that need it fail."
                .formatted(node),
            "The files of the database's certificates are read anew for each connection; for others"
                + " restart Tocsin after the renewal."),
        "What ends by itself",
        stage.again());
  }
}
