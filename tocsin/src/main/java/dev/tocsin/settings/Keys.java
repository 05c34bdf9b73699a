package dev.tocsin.settings;

import static dev.tocsin.settings.Role.ALERTER;
import static dev.tocsin.settings.Role.DASHBOARD;
import static dev.tocsin.settings.Role.PING_LISTENER;
import static dev.tocsin.settings.Role.UP;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Every setting there is. The file, the environment and docs/configuration.md follow this list. */
public final class Keys {

  private static final List<Key<?>> ALL = new ArrayList<>();
  private static final long MIB = 1L << 20;

  /** What the protocol's other servers take. */
  private static final int LARGEST_BODY = 2_621_440;

  private static final Duration DAY = Duration.ofDays(1);

  // Who uses a setting.
  private static final Set<Role> EVERY = EnumSet.allOf(Role.class);
  private static final Set<Role> ALL_IN_ONE = EnumSet.of(UP);
  private static final Set<Role> HEARING = EnumSet.of(UP, PING_LISTENER);
  private static final Set<Role> DECIDING = EnumSet.of(UP, ALERTER);
  private static final Set<Role> SHOWING = EnumSet.of(UP, DASHBOARD);
  private static final Set<Role> TELLING = EnumSet.of(UP, ALERTER, DASHBOARD);
  private static final Set<Role> ASKED = EnumSet.of(UP, PING_LISTENER, DASHBOARD);
  private static final Set<Role> ONLY_LISTENER = EnumSet.of(PING_LISTENER);
  private static final Set<Role> ONLY_ALERTER = EnumSet.of(ALERTER);
  private static final Set<Role> ONLY_DASHBOARD = EnumSet.of(DASHBOARD);

  // http ----------------------------------------------------------------------------------
  public static final Key<String> HTTP_HOST =
      key(EVERY, "http.host", Kinds.text(255), "0.0.0.0")
          .means("Address to listen on, for every role.");
  public static final Key<Integer> HTTP_PORT =
      key(ALL_IN_ONE, "http.port", Kinds.PORT, "8000")
          .means("Port of `up`: pages, API and `/ping/`.");
  public static final Key<Path> HTTP_CERTIFICATE =
      key(EVERY, "http.certificate", Kinds.PATH, "")
          .means(
              "PEM file of a certificate and those that vouch for it: with it the port speaks HTTPS"
                  + " (TLS 1.2 and 1.3), and only that. Read again when it changes.");
  public static final Key<Path> HTTP_KEY =
      key(EVERY, "http.key", Kinds.PATH, "")
          .means("PEM file of the private key of that certificate.");
  public static final Key<Integer> HTTP_MAX_CONNECTIONS =
      key(EVERY, "http.max-connections", Kinds.number("a count", 1, 1_000_000), "10000")
          .means(
              "Connections at once, per port. For a further one the longest idle one is closed, one"
                  + " that never asked first; if none is idle, the further one.");
  public static final Key<Duration> HTTP_IDLE =
      key(EVERY, "http.idle-timeout", Kinds.duration(Duration.ofSeconds(1), DAY), "75s")
          .means(
              "A connection on which nothing moves, or on which no request is completed, for so long"
                  + " is closed.");
  public static final Key<Duration> HTTP_REQUEST_TIMEOUT =
      key(
              EVERY,
              "http.request-timeout",
              Kinds.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
              "60s")
          .means(
              "A connection is closed if the body of a request is not there, or its answer not"
                  + " taken, after so long.");
  public static final Key<Duration> HTTP_DRAIN_WAIT =
      key(EVERY, "http.drain-wait", Kinds.duration(Duration.ZERO, Duration.ofMinutes(1)), "0s")
          .means(
              "How long a process that is told to stop goes on serving while `/readyz` answers 503, so"
                  + " that a balancer finds out first. Not when another process takes over.");
  public static final Key<Boolean> HTTP_BEHIND_PROXY =
      key(SHOWING, "http.behind-proxy", Kinds.BOOLEAN, "false")
          .means(
              "A reverse proxy of ours stands in front: the address that it adds to"
                  + " `X-Forwarded-For` is the one that counts for limits of sign-in.");

  // data, site, secret, node --------------------------------------------------------------
  public static final Key<Path> DATA_DIR =
      key(EVERY, "data.dir", Kinds.PATH, "./tocsin-data")
          .means(
              "Folder of the journal, of the embedded Postgres and of the generated secret key.");
  public static final Key<URI> SITE_URL =
      key(EVERY, "site.url", Kinds.SITE, "")
          .means(
              "Address under which people and jobs reach this installation; it is in every ping URL"
                  + " and alert. Without it: `http://localhost:` and `http.port`.");
  public static final Key<URI> SITE_PING_URL =
      key(TELLING, "site.ping-url", Kinds.SITE, "")
          .means(
              "What ping URLs begin with, where listeners have an address of their own. Without it:"
                  + " `site.url` and `/ping`.");
  public static final Key<String> SITE_PING_EMAIL_DOMAIN =
      key(ASKED, "site.ping-email-domain", Kinds.DOMAIN, "")
          .means(
              "Domain of the addresses to which jobs send pings by e-mail; compared exactly. Without"
                  + " it, and with `listener.smtp-port`: the host of `site.url`.");
  public static final Key<String> SITE_NAME =
      key(EVERY, "site.name", Kinds.text(80), "Tocsin")
          .means("What this installation calls itself.");
  public static final Key<String> SITE_BADGE_LABEL =
      key(SHOWING, "site.badge-label", Kinds.text(80), "")
          .means("What the badge of all checks of a project is called. Without it: `site.name`.");
  public static final Key<InetSocketAddress> DNS_SERVER =
      key(SHOWING, "dns.server", Kinds.SOCKET, "")
          .means(
              "The name server that is asked whether the host name of a status page is proven."
                  + " Without it: the first one of the system.");
  public static final Key<byte[]> SECRET_KEY =
      secret(TELLING, "secret.key", Kinds.KEY)
          .means(
              "Encrypts the secrets of channels in the database, and signs the URLs of badges: another"
                  + " key makes other URLs. Without it: made on first use and"
                  + " kept in `secret.key` in the data directory; several machines need the same.");
  public static final Key<List<byte[]>> SECRET_OTHER_KEYS =
      secret(TELLING, "secret.other-keys", Kinds.KEYS)
          .means(
              "Further keys by which secrets can be read, and whose signatures are good: those before"
                  + " `secret.key`, and one that is to come. `secret.key.old` in the data directory,"
                  + " which `tocsin rotate-key --make` writes, has more of them.");
  public static final Key<String> NODE_NAME =
      key(HEARING, "node.name", Kinds.text(80), "")
          .means(
              "Name of this machine in pages, metrics and the journal. Without it: its host name.");
  public static final Key<String> NODE_ADDRESS =
      key(HEARING, "node.address", Kinds.HOST_AND_PORT, "")
          .means(
              "Where the alerters of other machines reach this listener, to tell a dead one from"
                  + " one that is cut off. Without it: node name and port.");

  // database ------------------------------------------------------------------------------
  public static final Key<DatabaseUrl> DATABASE_URL =
      secret(EVERY, "database.url", Kinds.DATABASE)
          .means(
              "The Postgres to use (14 or newer). Several hosts, separated by commas, are tried in"
                  + " order. Parameters: `sslmode`, `sslrootcert`, `sslcert` and `sslkey` (PEM files,"
                  + " the key in PKCS#8), `target_session_attrs`, `connect_timeout`. Read again"
                  + " before each connection is opened. Without it `up` runs a Postgres of its own in the data"
                  + " directory; the single roles need it. `DATABASE_URL` means the same.");
  public static final Key<String> DATABASE_PASSWORD =
      secret(EVERY, "database.password", Kinds.text(1024))
          .means(
              "Takes the place of the password in `database.url` and `database.direct-url`. Read"
                  + " again before each connection is opened.");
  public static final Key<String> DATABASE_PASSWORD_COMMAND =
      key(EVERY, "database.password-command", Kinds.text(1024), "")
          .means(
              "A program that prints the password as its first line, with its arguments after"
                  + " blanks; no shell reads them. Run before connections are opened, for passwords"
                  + " that change; it has ten seconds. Instead of `database.password`.");
  public static final Key<DatabaseUrl> DATABASE_DIRECT_URL =
      secret(TELLING, "database.direct-url", Kinds.DATABASE)
          .means(
              "The same database past a pooler, for notifications and migrations. Without it:"
                  + " `database.url`.");
  public static final Key<Boolean> DATABASE_POOLER =
      key(EVERY, "database.pooler", Kinds.BOOLEAN, "false")
          .means(
              "A pooler in transaction mode, such as PgBouncer, stands in front of the database.");
  public static final Key<Integer> DATABASE_POOL_SIZE =
      key(TELLING, "database.pool-size", Kinds.number("a count", 2, 500), "10")
          .means("Connections of the alerter and of the dashboard, each. A listener needs three.");

  // limits --------------------------------------------------------------------------------
  public static final Key<Duration> LIMITS_MIN_PERIOD =
      key(ASKED, "limits.min-period", Kinds.duration(Duration.ofSeconds(1), DAY), "60s")
          .means("Shortest period and grace that a check may have.");
  public static final Key<OptionalInt> LIMITS_PING_BODY =
      key(ASKED, "limits.ping-body", Kinds.sizeOrUnlimited(0, LARGEST_BODY), "10000")
          .means(
              "How much of a ping's body is kept; the rest is cut, never refused. `unlimited`: all"
                  + " of it, up to 2.5 MiB.");
  public static final Key<Integer> LIMITS_PINGS_PER_MINUTE =
      key(HEARING, "limits.pings-per-minute", Kinds.number("a count", 0, 1_000_000), "0")
          .means(
              "So many pings of one check may come at once, and so many more each minute; further"
                  + " ones are answered 429 and not recorded. 0: no limit.");
  public static final Key<Integer> LIMITS_CHECK_LIMIT =
      key(SHOWING, "limits.check-limit", Kinds.number("a count", 1, 10_000_000), "10000")
          .means("Most checks in a new project. `tocsin project limits` changes those of others.");
  public static final Key<Integer> LIMITS_MEMBER_LIMIT =
      key(SHOWING, "limits.member-limit", Kinds.number("a count", 1, 100_000), "500")
          .means("Most members of a new project, with those who are invited.");
  public static final Key<Integer> LIMITS_CHANNEL_LIMIT =
      key(SHOWING, "limits.channel-limit", Kinds.number("a count", 1, 10_000), "1000")
          .means("Most channels in a new project.");
  public static final Key<Integer> LIMITS_PROJECT_PINGS_PER_MINUTE =
      key(SHOWING, "limits.project-pings-per-minute", Kinds.number("a count", 0, 10_000_000), "0")
          .means(
              "So many pings of a new project may come at once, and so many more each minute;"
                  + " further ones are answered 429 and not recorded, but for six a minute of each"
                  + " check: no check goes down because others are noisy. 0: no limit.");

  // listener, journal ---------------------------------------------------------------------
  public static final Key<Integer> LISTENER_PORT =
      key(ONLY_LISTENER, "listener.port", Kinds.PORT, "8001")
          .means("Port of the role `ping-listener`: `/ping/…`, and the same at the root.");
  public static final Key<Duration> LISTENER_ACK_WAIT =
      key(
              HEARING,
              "listener.ack-wait",
              Kinds.duration(Duration.ZERO, Duration.ofSeconds(10)),
              "200ms")
          .means(
              "How long the answer to a ping on disk waits for Postgres, so that who reads the API"
                  + " right after sees it.");
  public static final Key<Duration> LISTENER_RESOLVE_WAIT =
      key(
              HEARING,
              "listener.resolve-wait",
              Kinds.duration(Duration.ZERO, Duration.ofSeconds(30)),
              "3s")
          .means(
              "How long a ping to an unknown target waits for the truth before it is taken as it"
                  + " is.");
  public static final Key<String> LISTENER_TRUSTED_PROXIES =
      key(HEARING, "listener.trusted-proxies", Kinds.text(4_000), "all")
          .means(
              "Who is believed about the sender of a ping (`X-Forwarded-For`, `X-Forwarded-Proto`):"
                  + " `all`, `none`, or addresses and networks such as `10.0.0.0/8, ::1`. With a"
                  + " list, the sender is the nearest address that is not on it.");
  public static final Key<Integer> LISTENER_MAX_WAITING =
      key(HEARING, "listener.max-waiting", Kinds.number("a count", 100, 1_000_000), "20000")
          .means("Pings that wait for an answer at once; further ones are answered 503.");
  public static final Key<Duration> LISTENER_SETTLE =
      key(HEARING, "listener.settle", Kinds.duration(Duration.ZERO, Duration.ofMinutes(1)), "15s")
          .means(
              "After a start or a lost database, where there are several listeners: how long a ping"
                  + " that comes too late waits for what a listener that could not register yet may"
                  + " have heard in time. As long as `alerter.settle`, best.");
  public static final Key<MailPort> LISTENER_SMTP_PORT =
      key(HEARING, "listener.smtp-port", Kinds.MAIL_PORT, "")
          .means(
              "Port on which pings by e-mail are heard; `auto`: 2525 if it is free. Without it: none"
                  + " are.");
  public static final Key<String> LISTENER_SMTP_HOST =
      key(HEARING, "listener.smtp-host", Kinds.text(255), "")
          .means("Address to listen on for them. Without it: `http.host`.");
  public static final Key<Long> LISTENER_SMTP_MAX_SIZE =
      key(HEARING, "listener.smtp-max-size", Kinds.size(64 << 10, 15 * MIB), "2621440")
          .means("Largest mail; it is kept whole, a larger one is refused.");
  public static final Key<Path> LISTENER_SMTP_CERTIFICATE =
      key(HEARING, "listener.smtp-certificate", Kinds.PATH, "")
          .means(
              "PEM file of a certificate and those that vouch for it: with it STARTTLS is offered."
                  + " Read again when it changes.");
  public static final Key<Path> LISTENER_SMTP_KEY =
      key(HEARING, "listener.smtp-key", Kinds.PATH, "")
          .means("PEM file of the private key of that certificate.");
  public static final Key<Long> JOURNAL_MAX_BYTES =
      key(HEARING, "journal.max-bytes", Kinds.size(16 * MIB, 1L << 50), "4GiB")
          .means(
              "Most disk for pings that Postgres has not taken yet; when full, pings are answered"
                  + " 503.");
  public static final Key<Long> JOURNAL_MIN_FREE =
      key(HEARING, "journal.min-free", Kinds.size(16 * MIB, 1L << 50), "256MiB")
          .means(
              "With less free on the journal's disk, pings are answered 503: what is left is for"
                  + " Postgres, if it is on the same disk, and to bring what is in the journal to"
                  + " it.");
  public static final Key<Duration> JOURNAL_KEEP =
      key(HEARING, "journal.keep", Kinds.duration(Duration.ZERO, Duration.ofDays(365)), "24h")
          .means(
              "How long pings stay in the journal after Postgres took them, for a database that"
                  + " comes back older.");
  public static final Key<Long> JOURNAL_KEEP_BYTES =
      key(HEARING, "journal.keep-bytes", Kinds.size(0, 1L << 50), "1GiB")
          .means("Most disk for such pings, whatever their age.");

  // alerter, dashboard --------------------------------------------------------------------
  public static final Key<Integer> ALERTER_PORT =
      key(ONLY_ALERTER, "alerter.port", Kinds.PORT, "8002")
          .means("Port of the role `alerter`: health, readiness and metrics.");
  public static final Key<Duration> ALERTER_SETTLE =
      key(DECIDING, "alerter.settle", Kinds.duration(Duration.ZERO, Duration.ofHours(1)), "15s")
          .means(
              "After a start or a lost database, how long listeners get to register before missed"
                  + " deadlines count.");
  public static final Key<Duration> ALERTER_BLIND_MESSAGE_WAIT =
      key(DECIDING, "alerter.blind-message-wait", Kinds.duration(Duration.ZERO, DAY), "10m")
          .means(
              "Runs that nobody could hear become certain one after the other. How long the first"
                  + " one waits for the others, to be told in one message.");
  public static final Key<Duration> ALERTER_BLIND_NOTICE =
      key(DECIDING, "alerter.blind-notice", Kinds.duration(Duration.ZERO, DAY), "1m")
          .means(
              "Time longer than this in which Tocsin could not hear is told to projects with runs"
                  + " due in it, even if all of them were heard since.");
  public static final Key<Duration> ALERTER_NODE_RETIRE_AFTER =
      key(DECIDING, "alerter.node-retire-after", Kinds.duration(Duration.ofSeconds(30), DAY), "10m")
          .means(
              "How long a listener that is cut off from the database may hold all alerts up. Then"
                  + " they go on without it, and what it may have heard since is excused.");
  public static final Key<Duration> ALERTER_POLL =
      key(
              DECIDING,
              "alerter.poll",
              Kinds.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
              "250ms")
          .means("How often the alerter looks for what is due.");
  public static final Key<Duration> ALERTER_GROUP_WINDOW =
      key(
              DECIDING,
              "alerter.group-window",
              Kinds.duration(Duration.ZERO, Duration.ofHours(1)),
              "30s")
          .means(
              "After an alert left, further ones for the same channel within this time become one"
                  + " message.");
  public static final Key<Integer> ALERTER_STORM_THRESHOLD =
      key(
              DECIDING,
              "alerter.storm-threshold",
              Kinds.number("a number of checks", 1, 1_000_000),
              "10")
          .means(
              "When more checks of a project than this, and a quarter of those that are active, miss"
                  + " their deadlines within a minute, messages say that it is a storm.");
  public static final Key<Integer> ALERTER_FLAP_LIMIT =
      key(DECIDING, "alerter.flap-limit", Kinds.number("a number of changes", 1, 1_000), "6")
          .means(
              "A check that goes down and up more often than this within an hour flaps: people are"
                  + " told that, and then nothing more until it has settled.");
  public static final Key<Integer> DASHBOARD_PORT =
      key(ONLY_DASHBOARD, "dashboard.port", Kinds.PORT, "8003")
          .means("Port of the role `dashboard`: pages and API.");
  public static final Key<Duration> DASHBOARD_ANSWER_WITHIN =
      key(
              SHOWING,
              "dashboard.answer-within",
              Kinds.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
              "15s")
          .means(
              "How long anybody waits for a page or an answer of the API while the database is slow;"
                  + " then it is 503.");

  // retention -----------------------------------------------------------------------------
  public static final Key<Duration> RETENTION_HISTORY =
      key(
              DECIDING,
              "retention.history",
              Kinds.duration(Duration.ofDays(93), Duration.ofDays(3_660)),
              "93d")
          .means(
              "How long is kept what is over: changes of status with their incidents, messages with"
                  + " their attempts, notices, silences. Changes of status stay as long as"
                  + " a ping of their check that is as old.");
  public static final Key<Optional<Duration>> RETENTION_AUDIT =
      key(
              DECIDING,
              "retention.audit",
              Kinds.durationOrUnlimited(Duration.ofDays(30), Duration.ofDays(36_600)),
              "730d")
          .means("How long the audit logs of projects and accounts are kept.");
  public static final Key<Optional<Duration>> RETENTION_SET_ASIDE =
      key(
              DECIDING,
              "retention.set-aside",
              Kinds.durationOrUnlimited(Duration.ofDays(7), Duration.ofDays(36_600)),
              "366d")
          .means(
              "How long records are kept that could not be applied (`quarantine`), and pings that"
                  + " belong to nobody (`unresolved_pings`). A line of the log says when records of the"
                  + " first kind go.");

  // metrics -------------------------------------------------------------------------------
  public static final Key<Boolean> METRICS_PROJECTS =
      key(SHOWING, "metrics.projects", Kinds.BOOLEAN, "true")
          .means(
              "Let Prometheus read projects at `/projects/…/metrics/…`, with a read-only API key."
                  + " `false`: 404.");
  public static final Key<String> METRICS_KEY =
      secret(SHOWING, "metrics.key", Kinds.text(255))
          .means(
              "What `metrics/` of the Management API is asked with, in the header `X-Metrics-Key`."
                  + " Without it: 403.");

  // smtp, outbound ------------------------------------------------------------------------
  public static final Key<String> SMTP_HOST =
      key(EVERY, "smtp.host", Kinds.text(255), "")
          .means("Mail server for alerts by e-mail. Without it e-mail channels wait.");
  public static final Key<Integer> SMTP_PORT =
      key(EVERY, "smtp.port", Kinds.PORT, "587")
          .means("Its port: usually 587, with `implicit` 465.");
  public static final Key<SmtpTls> SMTP_TLS =
      key(EVERY, "smtp.tls", Kinds.choice(SmtpTls.class), "starttls")
          .means(
              "How the connection is protected; with `starttls` a server that cannot is refused.");
  public static final Key<String> SMTP_USER =
      key(EVERY, "smtp.user", Kinds.text(255), "").means("User, if the mail server asks for one.");
  public static final Key<String> SMTP_PASSWORD =
      secret(EVERY, "smtp.password", Kinds.text(1024)).means("Password of that user.");
  public static final Key<String> SMTP_FROM =
      key(EVERY, "smtp.from", Kinds.text(255), "")
          .means(
              "Sender of alerts: `alerts@example.org` or `Alerts <alerts@example.org>`. Needed with"
                  + " `smtp.host`.");
  public static final Key<Path> SMTP_CA =
      key(EVERY, "smtp.ca", Kinds.PATH, "")
          .means(
              "PEM file of authorities that the mail server's certificate may come from, besides"
                  + " the usual ones.");
  public static final Key<Boolean> OUTBOUND_ALLOW_PRIVATE =
      key(TELLING, "outbound.allow-private", Kinds.BOOLEAN, "false")
          .means("Let webhooks call addresses of private networks and of this machine.");
  public static final Key<Path> OUTBOUND_CA =
      key(EVERY, "outbound.ca", Kinds.PATH, "")
          .means(
              "PEM file of authorities that receivers' certificates may come from, besides the"
                  + " usual ones.");

  // operators -----------------------------------------------------------------------------
  public static final Key<List<ContactSetting>> OPERATORS_EMAIL =
      key(EVERY, "operators.email", Kinds.ADDRESSES, "")
          .means(
              "Who gets mail when this installation is in trouble itself, separated by commas. Needs"
                  + " `smtp.host`.");
  public static final Key<ContactSetting> OPERATORS_WEBHOOK =
      secret(EVERY, "operators.webhook", Kinds.HOOK)
          .means(
              "The same, as a POST of a JSON object with `id`, `status` (`down`, `up`), `title` and"
                  + " `text`.");
  public static final Key<List<ContactSetting>> OPERATORS_CHANNELS =
      secret(EVERY, "operators.channels", Kinds.CONTACTS)
          .means(
              "The same by any kind of channel but a group, with its settings as in the Management API. In these"
                  + " settings and not in the database, which may be what is in trouble.");
  public static final Key<List<ContactSetting>> OPERATORS_SECOND =
      secret(EVERY, "operators.second", Kinds.CONTACTS)
          .means("Who is told too if nobody acknowledges.");
  public static final Key<Duration> OPERATORS_ESCALATE_AFTER =
      key(EVERY, "operators.escalate-after", Kinds.duration(Duration.ofMinutes(1), DAY), "15m")
          .means("After how long.");

  // channels ------------------------------------------------------------------------------
  public static final Key<Boolean> CHANNELS_SHELL =
      key(TELLING, "channels.shell", Kinds.BOOLEAN, "false")
          .means(
              "Let channels run commands of this machine. Whoever may edit channels can then run"
                  + " anything as the user of this program.");

  // oidc, auth ----------------------------------------------------------------------------
  public static final Key<URI> OIDC_ISSUER =
      key(SHOWING, "oidc.issuer", Kinds.ISSUER, "")
          .means(
              "People may sign in by this provider of OpenID Connect: its issuer, as it writes it."
                  + " `https`, except on this machine. At the provider, allow the redirect to"
                  + " `site.url` and `/sign-in/oidc/callback`.");
  public static final Key<String> OIDC_CLIENT_ID =
      key(SHOWING, "oidc.client-id", Kinds.text(255), "").means("What we are called there.");
  public static final Key<String> OIDC_CLIENT_SECRET =
      secret(SHOWING, "oidc.client-secret", Kinds.text(1024))
          .means("Our password there. Without it: a public client, by PKCE alone.");
  public static final Key<String> OIDC_SCOPES =
      key(SHOWING, "oidc.scopes", Kinds.text(500), "openid email profile")
          .means("What is asked for, separated by blanks.");
  public static final Key<String> OIDC_NAME =
      key(SHOWING, "oidc.name", Kinds.text(40), "single sign-on")
          .means("What the button calls it: `Sign in with …`.");
  public static final Key<Boolean> OIDC_AUTO_PROVISION =
      key(SHOWING, "oidc.auto-provision", Kinds.BOOLEAN, "false")
          .means(
              "Whoever signs in there with a verified e-mail address and has no account gets one."
                  + " The first account of all is always made by the one-time link.");
  public static final Key<Boolean> OIDC_TRUST_EMAIL =
      key(SHOWING, "oidc.trust-email", Kinds.BOOLEAN, "false")
          .means(
              "Take an e-mail address as verified if the provider says nothing of that (no"
                  + " `email_verified`). Only for a provider where nobody chooses their own address:"
                  + " elsewhere, whoever enters yours there has your account here.");
  public static final Key<Boolean> OIDC_ONLY =
      key(SHOWING, "oidc.only", Kinds.BOOLEAN, "false")
          .means("No other way to sign in: no passwords, no passkeys.");
  public static final Key<String> OIDC_ROLE_CLAIM =
      key(SHOWING, "oidc.role-claim", Kinds.text(255), "")
          .means(
              "Claim whose values give roles, such as `groups`; a dot leads into an object:"
                  + " `realm_access.roles`.");
  public static final Key<String> OIDC_ROLES =
      key(SHOWING, "oidc.roles", Kinds.text(20_000), "")
          .means(
              "Which value gives which role (`owner`, `manager`, `member`, `readonly`) in which"
                  + " project: `value = UUID:role`, separated by semicolons. Given and taken at each"
                  + " sign-in; who was made a member by hand stays one.");
  public static final Key<Boolean> AUTH_TWO_STEP =
      key(SHOWING, "auth.two-step", Kinds.BOOLEAN, "false")
          .means(
              "Nobody gets on with a password alone: who has neither an app for codes nor a passkey"
                  + " sets one up first. Single sign-on and a trusted proxy count as two steps. Owners"
                  + " may ask for it in their own project without this.");
  public static final Key<String> AUTH_TRUSTED_HEADER =
      key(SHOWING, "auth.trusted-header", Kinds.text(100), "")
          .means(
              "A reverse proxy signs people in and says who they are: the header with their e-mail"
                  + " address. It must take out what clients send under that name.");
  public static final Key<String> AUTH_TRUSTED_PROXIES =
      key(SHOWING, "auth.trusted-proxies", Kinds.text(4_000), "")
          .means(
              "From whom that header is believed: addresses and networks such as `10.0.0.0/8, ::1`,"
                  + " of the connection itself. From others it is ignored.");
  public static final Key<Boolean> AUTH_TRUSTED_AUTO_PROVISION =
      key(SHOWING, "auth.trusted-auto-provision", Kinds.BOOLEAN, "false")
          .means("Who is named there and has no account gets one.");

  // watchdog ------------------------------------------------------------------------------
  public static final Key<String> WATCHDOG_URL =
      secret(DECIDING, "watchdog.url", Kinds.URL)
          .means(
              "Called once a minute if a canary has gone all the way round: public address, journal,"
                  + " database, alerter, delivery. The ping URL of a check at another Tocsin, or at"
                  + " any other such service, with a period of a minute.");
  public static final Key<Boolean> WATCHDOG_CANARY =
      key(DECIDING, "watchdog.canary", Kinds.BOOLEAN, "false")
          .means(
              "Send the canary round without such an address, too: operators are told when it stays"
                  + " away.");

  // log -----------------------------------------------------------------------------------
  public static final Key<LogLevel> LOG_LEVEL =
      key(EVERY, "log.level", Kinds.choice(LogLevel.class), "info").means("What is worth a line.");
  public static final Key<LogFormat> LOG_FORMAT =
      key(EVERY, "log.format", Kinds.choice(LogFormat.class), "text")
          .means("Lines for people, or one JSON object per line.");

  /** What is a machine's own, so that two that are alike may differ in it. */
  static final Set<Key<?>> OF_A_MACHINE =
      Set.of(
          HTTP_HOST,
          HTTP_PORT,
          LISTENER_PORT,
          ALERTER_PORT,
          DASHBOARD_PORT,
          LISTENER_SMTP_HOST,
          DATA_DIR,
          NODE_NAME,
          NODE_ADDRESS);

  /** What a process reads again while it runs, where a database was given: no restart is needed. */
  static final Set<Key<?>> FOLLOWED =
      Set.of(DATABASE_URL, DATABASE_PASSWORD, DATABASE_PASSWORD_COMMAND, DATABASE_DIRECT_URL);

  private Keys() {}

  /** In the order of docs/configuration.md. */
  public static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  private static <T> Draft<T> key(Set<Role> roles, String name, Kind<T> kind, String fallback) {
    return help -> add(new Key<>(name, kind, fallback, help, false, roles));
  }

  private static <T> Draft<T> secret(Set<Role> roles, String name, Kind<T> kind) {
    return help -> add(new Key<>(name, kind, "", help, true, roles));
  }

  private static <T> Key<T> add(Key<T> key) {
    ALL.add(key);
    return key;
  }

  /** A setting that lacks its meaning. */
  private interface Draft<T> {
    Key<T> means(String help);
  }
}
