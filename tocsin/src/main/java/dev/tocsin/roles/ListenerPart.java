package dev.tocsin.roles;

import dev.tocsin.handover.ListeningSockets;
import dev.tocsin.ping.PingListener;
import dev.tocsin.ping.smtp.MailConfig;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.tls.ShownCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the pings of this process: by HTTP once its port is open, and by e-mail at once, where the
 * settings say so.
 *
 * @param emailDomain what the addresses of checks end with, as mail is heard; empty: it is not
 */
record ListenerPart(PingListener listener, Optional<String> emailDomain) {

  private static final Logger log = LoggerFactory.getLogger(ListenerPart.class);

  /**
   * Starts to.
   *
   * @param port where it will be reached
   */
  static ListenerPart start(Base base, Sections sections, Key<Integer> port)
      throws CannotStartException {
    try {
      PingListener listener =
          PingListener.start(
              sections.listener(port),
              base.vertx,
              base.registry,
              e -> {
                log.error("the journal's disk failed for good: {}", e.getMessage());
                Shutdown.exitSoon(Exit.DISK);
              });
      base.readiness.add("ping-listener", listener::notReady);
      base.loads.add(
          "waiting pings", listener::waiting, base.settings.get(Keys.LISTENER_MAX_WAITING));
      base.app.add("the ping listener", listener);
      return new ListenerPart(listener, hearMail(base, sections, listener));
    } catch (UncheckedIOException e) {
      throw new CannotStartException(Exit.DISK, "the journal cannot be used: " + e.getMessage(), e);
    }
  }

  /** Returns what the addresses of checks end with then. */
  private static Optional<String> hearMail(Base base, Sections sections, PingListener listener)
      throws CannotStartException {
    Optional<ShownCertificate> certificate = Certificates.mail(base.vertx, base.settings);
    Optional<MailConfig> mail = sections.mail(certificate.map(it -> it::options));
    if (mail.isEmpty()) {
      return base.settings.pingEmailDomain();
    }
    base.sockets.openNext(ListeningSockets.MAIL);
    try {
      listener.hearMail(mail.get());
      certificate.ifPresent(it -> base.certificates.watch(it, () -> {}));
      return base.settings.pingEmailDomain();
    } catch (IOException e) {
      if (!base.settings.get(Keys.LISTENER_SMTP_PORT).ifFree()) {
        throw new CannotStartException(Exit.PORT, e.getMessage() + " (listener.smtp-port)", e);
      }
      log.info("{}: no pings by e-mail", e.getMessage());
      // Unless they are heard elsewhere, and the settings say where.
      return base.settings.find(Keys.SITE_PING_EMAIL_DOMAIN);
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(Exit.SETTINGS, e.getMessage(), e);
    }
  }
}
