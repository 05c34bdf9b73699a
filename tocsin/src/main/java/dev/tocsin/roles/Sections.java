package dev.tocsin.roles;

import dev.tocsin.alerter.AlerterConfig;
import dev.tocsin.alerter.delivery.Delivery;
import dev.tocsin.alerter.delivery.DeliveryLimits;
import dev.tocsin.alerter.delivery.StormLimits;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.upkeep.Retention;
import dev.tocsin.alerter.watchdog.WatchdogConfig;
import dev.tocsin.channels.ChannelsConfig;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.email.SmtpConfig;
import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.ops.OpenFiles;
import dev.tocsin.ping.ListenerConfig;
import dev.tocsin.ping.smtp.MailConfig;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Settings;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Each part's record, made of the settings. A record that refuses its values throws {@link
 * IllegalArgumentException}, for {@link SettingsCheck} to report with the other problems.
 */
final class Sections {

  private final Settings settings;
  private final LiveDatabase database;

  Sections(Settings settings, LiveDatabase database) {
    this.settings = settings;
    this.database = database;
  }

  /** See {@link ListenerSection#read}. */
  ListenerConfig listener(Key<Integer> port) {
    return new ListenerSection(settings, database).read(port);
  }

  /** See {@link ListenerSection#mail}. */
  Optional<MailConfig> mail(Optional<Supplier<ServerSSLOptions>> tls) {
    return new ListenerSection(settings, database).mail(tls);
  }

  AlerterConfig alerter() {
    AlerterConfig usual =
        AlerterConfig.defaults(
            new Delivery.Site(settings.get(Keys.SITE_NAME), settings.siteUrl(), settings.pingUrl()),
            Optional.of(() -> Databases.forJdbc(database.direct(), 1, false)));
    return new AlerterConfig(
        usual.site(),
        usual.listen(),
        settings.get(Keys.ALERTER_POLL),
        usual.upkeepPoll(),
        usual.stuckAfter(),
        settings.get(Keys.ALERTER_SETTLE),
        usual.overdueBatch(),
        usual.fanOutBatch(),
        delivery(usual.delivery()),
        flaps(usual.flaps()),
        usual
            .upkeep()
            .keeping(
                new Retention(
                    settings.get(Keys.RETENTION_HISTORY),
                    settings.get(Keys.RETENTION_AUDIT),
                    settings.get(Keys.RETENTION_SET_ASIDE))),
        usual.streams().withRetireAfter(settings.get(Keys.ALERTER_NODE_RETIRE_AFTER)),
        usual
            .blind()
            .telling(
                settings.get(Keys.ALERTER_BLIND_NOTICE),
                settings.get(Keys.ALERTER_BLIND_MESSAGE_WAIT)),
        watchdog());
  }

  private Optional<WatchdogConfig> watchdog() {
    Optional<URI> url = settings.find(Keys.WATCHDOG_URL).map(URI::create);
    return url.isPresent() || settings.get(Keys.WATCHDOG_CANARY)
        ? Optional.of(
            WatchdogConfig.of(settings.pingUrl(), url, operatorChannels(settings).outbound()))
        : Optional.empty();
  }

  private DeliveryLimits delivery(DeliveryLimits usual) {
    return new DeliveryLimits(
        usual.lease(),
        settings.get(Keys.ALERTER_GROUP_WINDOW),
        usual.surgeWindow(),
        usual.groupMembers(),
        usual.retryFor(),
        usual.firstRetry(),
        usual.longestRetry(),
        usual.breakerAfter(),
        usual.lanes(),
        usual.sends(),
        usual.perLane(),
        usual.ahead(),
        new StormLimits(
            settings.get(Keys.ALERTER_STORM_THRESHOLD),
            usual.storm().percent(),
            usual.storm().within()));
  }

  private FlapLimits flaps(FlapLimits usual) {
    return new FlapLimits(settings.get(Keys.ALERTER_FLAP_LIMIT), usual.within(), usual.settled());
  }

  /**
   * @param emailDomain what the addresses of checks end with, where mail is heard
   */
  DashboardConfig dashboard(Optional<String> emailDomain) {
    return new DashboardConfig(
        new DashboardConfig.Addresses(
            settings.get(Keys.SITE_NAME),
            settings.siteUrl().toString(),
            settings.pingUrl() + "/",
            emailDomain),
        new DashboardConfig.Limits(
            settings.get(Keys.LIMITS_MIN_PERIOD), NewProjects.limits(settings)),
        DashboardConfig.Load.of(
            settings.get(Keys.DATABASE_POOL_SIZE), settings.get(Keys.DASHBOARD_ANSWER_WITHIN)),
        settings.get(Keys.HTTP_BEHIND_PROXY),
        Optional.of(() -> Databases.forJdbc(database.direct(), 1, false)),
        new DashboardConfig.Outside(
            settings.find(Keys.SITE_BADGE_LABEL).orElseGet(() -> settings.get(Keys.SITE_NAME)),
            settings.get(Keys.METRICS_PROJECTS),
            settings.find(Keys.METRICS_KEY),
            Optional.of(settings.get(Keys.DATA_DIR).resolve("status-pages")),
            settings.find(Keys.DNS_SERVER)),
        new SignInSection(settings).read());
  }

  ChannelsConfig channels() {
    return channels(settings, settings.get(Keys.OUTBOUND_ALLOW_PRIVATE));
  }

  /** For the people who write the settings: they may call any address. */
  static ChannelsConfig operatorChannels(Settings settings) {
    return channels(settings, true);
  }

  private static ChannelsConfig channels(Settings settings, boolean allowPrivate) {
    OutboundConfig usual = OutboundConfig.DEFAULT;
    OutboundConfig outbound =
        new OutboundConfig(
            allowPrivate,
            usual.connectTimeout(),
            usual.totalTimeout(),
            usual.maxAnswerBytes(),
            settings.find(Keys.OUTBOUND_CA),
            usual.userAgent());
    return new ChannelsConfig(
        settings.find(Keys.SMTP_HOST).map(host -> smtp(settings, host)),
        outbound,
        Endpoints.REAL,
        settings.get(Keys.CHANNELS_SHELL),
        settings.get(Keys.SITE_NAME));
  }

  private static SmtpConfig smtp(Settings settings, String host) {
    Optional<SmtpConfig.Login> login =
        settings
            .find(Keys.SMTP_USER)
            .map(user -> new SmtpConfig.Login(user, settings.find(Keys.SMTP_PASSWORD).orElse("")));
    return SmtpConfig.of(
        host,
        settings.get(Keys.SMTP_PORT),
        SmtpConfig.Tls.valueOf(settings.get(Keys.SMTP_TLS).name()),
        login,
        settings
            .find(Keys.SMTP_FROM)
            .orElseThrow(() -> new IllegalArgumentException("smtp.host is set, smtp.from is not")),
        settings.find(Keys.SMTP_CA));
  }

  HttpPortOptions http(Key<Integer> port, Optional<ServerSSLOptions> tls) {
    return new HttpPortOptions(
        settings.get(Keys.HTTP_HOST),
        settings.get(port),
        OpenFiles.connections(settings.get(Keys.HTTP_MAX_CONNECTIONS)),
        settings.get(Keys.HTTP_IDLE),
        settings.get(Keys.HTTP_REQUEST_TIMEOUT),
        tls);
  }

  static Path journalDir(Settings settings) {
    return settings.get(Keys.DATA_DIR).resolve("journal");
  }

  /** What this machine is called. */
  static String nodeName(Settings settings) {
    return settings.find(Keys.NODE_NAME).orElseGet(Sections::hostName);
  }

  /** The kernel's word for it: no look-up that could hang. */
  private static String hostName() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.isEmpty() ? "localhost" : name.toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return "localhost";
    }
  }
}
