package dev.tocsin.roles;

import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Finding;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import dev.tocsin.tls.ShownCertificate;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that this process shows, each looked at every ten seconds: who renews one only
 * writes the files.
 */
final class Certificates implements Condition, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  private static final Duration LOOK = Duration.ofSeconds(10);

  /** A chain and its key are two files, written one after the other. */
  private static final Duration BOTH = Duration.ofMinutes(1);

  private record Shown(ShownCertificate certificate, Runnable renewed) {}

  private final Vertx vertx;
  private final String node;
  private final List<Shown> all = new CopyOnWriteArrayList<>();
  private final long timer;

  Certificates(Vertx vertx, String node) {
    this.vertx = vertx;
    this.node = node;
    this.timer = vertx.setPeriodic(LOOK.toMillis(), id -> look());
  }

  /** The one of HTTP; empty: without TLS. */
  static Optional<ShownCertificate> http(Vertx vertx, Settings settings)
      throws CannotStartException {
    return read(vertx, settings, Keys.HTTP_CERTIFICATE, Keys.HTTP_KEY);
  }

  /** The one of pings by e-mail; empty: without STARTTLS. */
  static Optional<ShownCertificate> mail(Vertx vertx, Settings settings)
      throws CannotStartException {
    return read(vertx, settings, Keys.LISTENER_SMTP_CERTIFICATE, Keys.LISTENER_SMTP_KEY);
  }

  private static Optional<ShownCertificate> read(
      Vertx vertx, Settings settings, Key<Path> chain, Key<Path> key) throws CannotStartException {
    Optional<Path> file = settings.find(chain);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path own = settings.find(key).orElseThrow();
      return Optional.of(ShownCertificate.read(vertx, chain.name(), file.get(), own));
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(Exit.SETTINGS, e.getMessage(), e);
    }
  }

  /**
   * Watches one.
   *
   * @param renewed show it anew
   */
  void watch(ShownCertificate certificate, Runnable renewed) {
    all.add(new Shown(certificate, renewed));
  }

  private void look() {
    vertx
        .executeBlocking(
            () -> {
              for (Shown one : all) {
                if (one.certificate().look()) {
                  one.renewed().run();
                }
              }
              return true;
            },
            false)
        .onFailure(e -> log.error("looking at certificates failed", e));
  }

  @Override
  public Duration opensAfter() {
    return BOTH;
  }

  @Override
  public List<Finding> find() {
    List<String> lines = new ArrayList<>();
    all.forEach(one -> one.certificate().trouble().ifPresent(lines::add));
    if (lines.isEmpty()) {
      return List.of();
    }
    lines.add(
        "The one before is shown on, until it ends. Put both files right: they are read again.");
    return List.of(
        new Finding(
            Finding.key("certificate", node),
            "the new certificate of %s cannot be used".formatted(node),
            lines,
            "TLS"));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
