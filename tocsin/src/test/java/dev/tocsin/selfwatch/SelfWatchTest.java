package dev.tocsin.selfwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.operators.Finding;
import dev.tocsin.selfwatch.OwnAnswers.Part;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SelfWatchTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void failures_and_sudden_refusals_are_found_by_what_was_asked_for() {
    OwnAnswers answers = new OwnAnswers(registry, "up", "hb1", 0);
    for (int minute = 1; minute <= 10; minute++) {
      for (int i = 0; i < 100; i++) {
        answers.answered(Part.PINGS, 200);
        answers.answered(Part.PAGES, minute > 8 ? 503 : 200);
      }
      answers.look(minute * MINUTE);
      assertThat(answers.find()).isEmpty();
    }
    for (int minute = 11; minute <= 12; minute++) {
      for (int i = 0; i < 60; i++) {
        answers.answered(Part.PINGS, 401);
        answers.answered(Part.PAGES, 500);
      }
      answers.look(minute * MINUTE);
    }
    assertThat(answers.find())
        .extracting(Finding::key)
        .containsExactly("refusing-pings-up-hb1", "failing-pages-up-hb1");
    assertThat(answers.find().get(0).lines().get(0)).contains("120 times 401");
    assertThat(
            registry.get("tocsin.http.answers").tag("part", "pings").tag("status", "401").counter())
        .satisfies(counter -> assertThat(counter.count()).isEqualTo(120));
  }

  @Test
  void a_limit_that_comes_close_is_named_until_there_is_room_again() {
    AtomicInteger open = new AtomicInteger(100);
    Loads loads = new Loads(registry);
    loads.add("open files", open::get, 1_000);
    loads.add("connections", () -> Double.NaN, 10);
    Strained strained = new Strained("alerter", "hb1", loads);
    loads.look();
    assertThat(strained.find()).isEmpty();
    open.set(900);
    assertThat(loads.look()).extracting(Load::words).contains("open files 90 %");
    assertThat(strained.find())
        .singleElement()
        .satisfies(finding -> assertThat(finding.lines()).contains("open files: 900 of 1000"));
    assertThat(registry.get("tocsin.load").tag("of", "open-files").gauge().value()).isEqualTo(0.9);
    open.set(800);
    loads.look();
    assertThat(strained.find()).hasSize(1);
    open.set(700);
    loads.look();
    assertThat(strained.find()).isEqualTo(List.of());
  }
}
