package dev.tocsin.alerter;

import dev.tocsin.channels.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics as Micrometer meters; the names become {@code tocsin_…} for Prometheus. */
final class MicrometerMetrics implements AlerterMetrics {

  private final MeterRegistry registry;
  private final Counter flips;
  private final Counter setAside;
  private final Counter deliveries;
  private final Counter takenOver;
  private final Timer alertLag;
  private final AtomicLong behindMillis;
  private final AtomicLong waitingMillis;
  private final Counter blindSeconds;
  private final AtomicLong flipsSetAside = new AtomicLong();
  private final AtomicLong streamsStill = new AtomicLong();

  MicrometerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.flips = registry.counter("tocsin.alerter.flips");
    this.blindSeconds = registry.counter("tocsin.blind.seconds");
    this.setAside = registry.counter("tocsin.alerter.checks.set.aside");
    this.deliveries = registry.counter("tocsin.alerter.deliveries");
    this.takenOver = registry.counter("tocsin.alerter.lanes.taken.over");
    this.alertLag =
        Timer.builder("tocsin.alerter.alert.lag")
            .description("from the instant of a flip to the first attempt to tell of it")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(10))
            .maximumExpectedValue(Duration.ofHours(1))
            .register(registry);
    this.behindMillis = gauge("tocsin.alerter.watermark.behind.seconds");
    this.waitingMillis = gauge("tocsin.alerter.oldest.waiting.seconds");
    registry.gauge("tocsin.alerter.flips.set.aside", flipsSetAside);
    registry.gauge("tocsin.alerter.streams.still", streamsStill);
  }

  private AtomicLong gauge(String name) {
    AtomicLong millis = new AtomicLong();
    registry.gauge(name, millis, it -> it.get() / 1_000.0);
    return millis;
  }

  @Override
  public void flipped(int count) {
    flips.increment(count);
  }

  @Override
  public void setAside() {
    setAside.increment();
  }

  @Override
  public void watermarkBehind(Duration behind) {
    behindMillis.set(behind.toMillis());
  }

  @Override
  public void blind(Duration length) {
    blindSeconds.increment(length.toMillis() / 1_000.0);
  }

  @Override
  public void streamsStill(int streams) {
    streamsStill.set(streams);
  }

  @Override
  public void streamRetired(String why) {
    registry.counter("tocsin.alerter.streams.retired", "why", why).increment();
  }

  @Override
  public void fannedOut(int count) {
    deliveries.increment(count);
  }

  @Override
  public void flipsSetAside(long count) {
    flipsSetAside.set(count);
  }

  @Override
  public void attempted(Verdict verdict) {
    String word = verdict.getClass().getSimpleName();
    registry.counter("tocsin.alerter.attempts", "verdict", word).increment();
  }

  @Override
  public void alertLag(Duration lag) {
    alertLag.record(lag);
  }

  @Override
  public void takenOver() {
    takenOver.increment();
  }

  @Override
  public void oldestWaiting(Duration age) {
    waitingMillis.set(age.toMillis());
  }

  @Override
  public void roundFailed(String loop) {
    registry.counter("tocsin.alerter.rounds.failed", "loop", loop).increment();
  }

  @Override
  public void pruned(String table, int rows) {
    registry.counter("tocsin.alerter.pruned", "table", table).increment(rows);
  }
}
