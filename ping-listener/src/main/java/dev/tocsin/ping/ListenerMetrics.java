package dev.tocsin.ping;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.apply.Applier;
import dev.tocsin.ping.apply.ApplyMetrics;
import dev.tocsin.ping.http.Answers;
import dev.tocsin.ping.http.PingMetrics;
import dev.tocsin.ping.http.Shed;
import dev.tocsin.ping.journal.DeafCause;
import dev.tocsin.ping.journal.Journal;
import dev.tocsin.ping.smtp.MailMetrics;
import dev.tocsin.ping.smtp.MailServer;
import dev.tocsin.ping.smtp.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What the listener counts, for Prometheus; the one class of it that knows Micrometer.
 *
 * <p>Key relationships: accepted − applied is what a crash now would have to replay. Accepted grows
 * while applied stands still: Postgres is away, slow, or a stream is stopped. Refused with a reason
 * of {@link Shed} moves: we were deaf to somebody, unless it was a stranger.
 */
final class ListenerMetrics implements PingMetrics, ApplyMetrics, MailMetrics, AutoCloseable {

  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();
  private final Map<PingKind, Counter> accepted = new EnumMap<>(PingKind.class);
  private final Map<Shed, Counter> shed = new EnumMap<>(Shed.class);
  private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> mailRefused = new EnumMap<>(Refusal.class);
  private final Counter mailAccepted;
  private final DistributionSummary batchPings;
  private final Timer batchTime;
  private final Counter retried;
  private final Counter quarantined;
  private final Counter unresolved;
  private final Counter afterRetirement;
  private final Map<DeafCause, Counter> deaf = new EnumMap<>(DeafCause.class);

  ListenerMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (PingKind kind : PingKind.values()) {
      if (kind != PingKind.IGN) { // an ignored ping is known as such only when it is applied
        accepted.put(
            kind,
            own(
                Counter.builder("tocsin.pings.accepted")
                    .description("Pings answered 2xx: they are on disk")
                    .tag("kind", kind.word())
                    .register(registry)));
      }
    }
    for (Shed why : Shed.values()) {
      shed.put(why, refused(why.name().toLowerCase(Locale.ROOT)));
    }
    for (Refusal why : Refusal.values()) {
      mailRefused.put(
          why,
          own(
              Counter.builder("tocsin.mail.refused")
                  .description("Mails, recipients and connections refused, by reason")
                  .tag("reason", why.name().toLowerCase(Locale.ROOT))
                  .register(registry)));
    }
    mailAccepted = counter("tocsin.mail.accepted", "Mails answered 250: all pings are on disk");
    batchPings =
        own(
            DistributionSummary.builder("tocsin.pings.applied")
                .description("Pings in Postgres, by transaction")
                .register(registry));
    batchTime =
        own(
            Timer.builder("tocsin.apply.batch")
                .description("How long a transaction took")
                .register(registry));
    retried = counter("tocsin.apply.retries", "Transactions that failed and were tried again");
    quarantined = counter("tocsin.pings.quarantined", "Records set aside: look at quarantine");
    unresolved =
        counter("tocsin.pings.unresolved", "Pings answered 200 for a check that does not exist");
    afterRetirement =
        counter(
            "tocsin.pings.after.retirement",
            "Pings heard after this stream was retired as dead or cut off: false alarms may be theirs");
    for (DeafCause cause : DeafCause.values()) {
      deaf.put(
          cause,
          own(
              Counter.builder("tocsin.deaf.seconds")
                  .description("Time in which no ping could be accepted, by cause")
                  .tag("cause", cause.word())
                  .register(registry)));
    }
  }

  /** Reports what can be asked for at any time. */
  void watch(Journal journal, Applier applier, Answers answers) {
    gauge("tocsin.journal.bytes", "Bytes of journal on disk", journal, Journal::bytes);
    gauge(
        "tocsin.journal.damaged",
        "Ranges of the journal that could not be read and were set aside",
        journal,
        it -> it.damage().size());
    gauge(
        "tocsin.apply.troubles",
        "Streams that stand still, and other things to look into: the log says which",
        applier,
        it -> it.trouble().size());
    gauge(
        "tocsin.apply.lag.seconds",
        "Age of the oldest ping on disk that is not in Postgres",
        applier,
        it -> it.lag().toNanos() / 1e9);
    gauge(
        "tocsin.database.away",
        "1 while there is no connection to Postgres",
        applier,
        it -> it.databaseAway() ? 1 : 0);
    gauge(
        "tocsin.known.checks",
        "Checks that this listener has read of: no flood of unknown addresses crowds out theirs",
        applier,
        Applier::countedChecks);
    gauge("tocsin.pings.waiting", "Requests without an answer", answers, Answers::waiting);
  }

  @Override
  public void accepted(PingKind signal) {
    Objects.requireNonNull(accepted.get(signal)).increment();
  }

  @Override
  public void rejected(String reason) {
    rejected.computeIfAbsent(reason, this::refused).increment();
  }

  @Override
  public void shed(Shed why) {
    Objects.requireNonNull(shed.get(why)).increment();
  }

  /** Mail is heard, too. */
  void watch(MailServer mail) {
    gauge("tocsin.mail.connections", "Open SMTP connections", mail, MailServer::connections);
  }

  @Override
  public void accepted(int pings) {
    mailAccepted.increment();
    Objects.requireNonNull(accepted.get(PingKind.SUCCESS)).increment(pings);
  }

  @Override
  public void refused(Refusal why) {
    Objects.requireNonNull(mailRefused.get(why)).increment();
  }

  @Override
  public void batchApplied(int pings, Duration took) {
    batchPings.record(pings);
    batchTime.record(took);
  }

  @Override
  public void batchRetried() {
    retried.increment();
  }

  @Override
  public void quarantined() {
    quarantined.increment();
  }

  @Override
  public void unresolved() {
    unresolved.increment();
  }

  @Override
  public void deaf(DeafCause cause, Duration longer) {
    Objects.requireNonNull(deaf.get(cause)).increment(longer.toNanos() / 1e9);
  }

  @Override
  public void afterRetirement(int pings) {
    afterRetirement.increment(pings);
  }

  /** Takes everything out of the registry: another listener may follow in the same process. */
  @Override
  public synchronized void close() {
    meters.forEach(registry::remove);
  }

  private Counter refused(String reason) {
    return own(
        Counter.builder("tocsin.pings.refused")
            .description("Pings answered 4xx or 5xx, by reason")
            .tag("reason", reason)
            .register(registry));
  }

  private Counter counter(String name, String what) {
    return own(Counter.builder(name).description(what).register(registry));
  }

  private <T> void gauge(String name, String what, T of, ToDoubleFunction<T> value) {
    own(Gauge.builder(name, of, value).description(what).register(registry));
  }

  private synchronized <M extends Meter> M own(M meter) {
    meters.add(meter);
    return meter;
  }
}
