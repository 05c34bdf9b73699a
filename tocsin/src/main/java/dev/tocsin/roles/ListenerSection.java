package dev.tocsin.roles;

import dev.tocsin.ping.ListenerConfig;
import dev.tocsin.ping.apply.ApplierConfig;
import dev.tocsin.ping.http.PingLimits;
import dev.tocsin.ping.http.TrustedProxies;
import dev.tocsin.ping.journal.JournalConfig;
import dev.tocsin.ping.smtp.MailConfig;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Networks;
import dev.tocsin.settings.Settings;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How pings are heard, by HTTP and by e-mail, and kept until they are applied: made of settings.
 */
final class ListenerSection {

  private static final long LARGEST_SEGMENT = 64L << 20;

  private final Settings settings;
  private final LiveDatabase database;

  ListenerSection(Settings settings, LiveDatabase database) {
    this.settings = settings;
    this.database = database;
  }

  /**
   * The listener's own record.
   *
   * @param port where this listener is reached, unless the settings say so
   */
  ListenerConfig read(Key<Integer> port) {
    String node = Sections.nodeName(settings);
    String scheme = settings.find(Keys.HTTP_CERTIFICATE).isPresent() ? "https://" : "";
    String address =
        scheme + settings.find(Keys.NODE_ADDRESS).orElseGet(() -> node + ":" + settings.get(port));
    return new ListenerConfig(
        () -> Databases.forListener(database.url(), settings.get(Keys.DATABASE_POOLER)),
        journal(node),
        ApplierConfig.defaults(node, address).settling(settings.get(Keys.LISTENER_SETTLE)),
        pingLimits(),
        trustedProxies());
  }

  private TrustedProxies trustedProxies() {
    String listed = settings.get(Keys.LISTENER_TRUSTED_PROXIES).strip();
    return switch (listed) {
      case "all" -> TrustedProxies.ALL;
      case "none" -> TrustedProxies.only(address -> false);
      default -> TrustedProxies.only(Networks.parse(listed));
    };
  }

  private JournalConfig journal(String node) {
    JournalConfig usual = JournalConfig.defaults(Sections.journalDir(settings), node);
    long max = settings.get(Keys.JOURNAL_MAX_BYTES);
    return new JournalConfig(
        usual.dir(),
        node,
        Math.min(LARGEST_SEGMENT, max / 8),
        max,
        settings.get(Keys.JOURNAL_MIN_FREE),
        settings.get(Keys.JOURNAL_KEEP),
        settings.get(Keys.JOURNAL_KEEP_BYTES),
        usual.maxPendingRecords(),
        usual.maxPendingBytes(),
        Math.max(usual.maxRecordBytes(), ListenerConfig.recordFor(maxMail())),
        usual.noteEvery());
  }

  /**
   * Where pings by e-mail are heard, if they are.
   *
   * @param tls what STARTTLS is to be done with, asked for each connection; empty: not offered
   */
  Optional<MailConfig> mail(Optional<Supplier<ServerSSLOptions>> tls) {
    if (settings.find(Keys.LISTENER_SMTP_CERTIFICATE).isPresent()
        != settings.find(Keys.LISTENER_SMTP_KEY).isPresent()) {
      throw new IllegalArgumentException(
          "listener.smtp-certificate and listener.smtp-key belong together");
    }
    return settings
        .find(Keys.LISTENER_SMTP_PORT)
        .map(port -> mail(port.port()).with(maxMail(), tls));
  }

  private MailConfig mail(int port) {
    return MailConfig.defaults(
        settings.find(Keys.LISTENER_SMTP_HOST).orElseGet(() -> settings.get(Keys.HTTP_HOST)),
        port,
        settings.pingEmailDomain().orElseThrow());
  }

  private int maxMail() {
    return Math.toIntExact(settings.get(Keys.LISTENER_SMTP_MAX_SIZE));
  }

  private PingLimits pingLimits() {
    PingLimits usual = PingLimits.defaults();
    return new PingLimits(
        settings.get(Keys.LIMITS_PING_BODY),
        usual.maxBody(),
        usual.maxReadingBytes(),
        settings.get(Keys.LISTENER_MAX_WAITING),
        settings.get(Keys.LISTENER_ACK_WAIT),
        settings.get(Keys.LISTENER_RESOLVE_WAIT),
        usual.unknownPercent(),
        usual.peerPercent(),
        usual.maxPeers(),
        settings.get(Keys.LIMITS_PINGS_PER_MINUTE),
        pingsPerCheck(settings.get(Keys.LIMITS_MIN_PERIOD)),
        usual.maxRated());
  }

  /** In a minute, so that a check with the shortest period says what it has to in each. */
  private static int pingsPerCheck(Duration shortest) {
    long periods = Math.max(1, (59 + shortest.toSeconds()) / shortest.toSeconds());
    return Math.toIntExact(PingLimits.PINGS_PER_PERIOD * periods);
  }
}
