package dev.tocsin.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres address as libpq writes it: {@code
 * postgres://user:password@host1:5432,[::1]:5433/database?sslmode=verify-full}. Several hosts are
 * tried in order.
 *
 * @param hosts as {@code host:port}, IPv6 in brackets
 * @param password secret: never printed, not even in an error
 * @param sslMode one of libpq's words
 * @param rootCert PEM file of the authorities to trust
 * @param ownCert PEM file of the certificate that we show, and of those between it and the
 *     authority
 * @param ownKey PEM file of its key, in PKCS#8, not encrypted; there if {@code ownCert} is
 * @param readWriteOnly skip servers that take no writes; the default with several hosts
 * @param connectTimeout for one host
 */
public record DatabaseUrl(
    List<String> hosts,
    String database,
    String user,
    String password,
    String sslMode,
    Optional<Path> rootCert,
    Optional<Path> ownCert,
    Optional<Path> ownKey,
    boolean readWriteOnly,
    Duration connectTimeout) {

  private static final Pattern FORM =
      Pattern.compile("postgres(?:ql)?://(?:(?<login>[^/?]*)@)?(?<hosts>[^/?@]*)(?<rest>[^@]*)");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]\\s]+)(?::(\\d{1,5}))?");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Set<String> PARAMETERS =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "target_session_attrs",
          "connect_timeout",
          "application_name");

  /** The same, with another password. */
  public DatabaseUrl withPassword(String other) {
    return new DatabaseUrl(
        hosts,
        database,
        user,
        other,
        sslMode,
        rootCert,
        ownCert,
        ownKey,
        readWriteOnly,
        connectTimeout);
  }

  /**
   * Throws {@link IllegalArgumentException} with a message that repeats nothing of the text: where
   * an unescaped character moves the borders, any piece of it may be the password.
   */
  static DatabaseUrl parse(String text) {
    Matcher form = FORM.matcher(text);
    check(
        form.matches(),
        "not of the form postgres://user:password@host:port/database"
            + " (in user and password write / ? # @ : % as %2F %3F %23 %40 %3A %25)");
    String login = form.group("login") == null ? "" : form.group("login");
    int colon = login.indexOf(':');
    String user = decode(colon < 0 ? login : login.substring(0, colon));
    check(!user.isEmpty(), "an address that names no user");
    String rest = form.group("rest");
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    List<String> hosts = hosts(form.group("hosts"));
    Map<String, String> parameters =
        question < 0 ? Map.of() : parameters(rest.substring(question + 1));
    check(
        parameters.containsKey("sslcert") == parameters.containsKey("sslkey"),
        "an address with one of sslcert and sslkey, which belong together");
    return new DatabaseUrl(
        hosts,
        path.length() > 1 ? decode(path.substring(1)) : user,
        user,
        colon < 0 ? "" : decode(login.substring(colon + 1)),
        sslMode(parameters.getOrDefault("sslmode", "prefer")),
        Optional.ofNullable(parameters.get("sslrootcert"))
            .filter(file -> !file.equals("system"))
            .map(Path::of),
        Optional.ofNullable(parameters.get("sslcert")).map(Path::of),
        Optional.ofNullable(parameters.get("sslkey")).map(Path::of),
        readWriteOnly(parameters.get("target_session_attrs"), hosts.size()),
        connectTimeout(parameters.getOrDefault("connect_timeout", "5")));
  }

  private static List<String> hosts(String text) {
    List<String> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher host = HOST.matcher(decode(part));
      check(
          host.matches(),
          "an address whose host %d is not host or host:port".formatted(hosts.size() + 1));
      check(
          !host.group(1).startsWith("/"),
          "an address of a Unix socket, which the driver cannot use");
      int port = host.group(2) == null ? 5432 : Integer.parseInt(host.group(2));
      check(0 < port && port <= 65_535, "an address whose port is not between 1 and 65535");
      hosts.add(host.group(1) + ":" + port);
    }
    return List.copyOf(hosts);
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      check(
          PARAMETERS.contains(name) && equals > 0,
          "an address with a parameter other than "
              + String.join(", ", PARAMETERS.stream().sorted().toList()));
      parameters.put(name, decode(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String sslMode(String mode) {
    check(SSL_MODES.contains(mode), "an address whose sslmode is none of libpq's six");
    return mode;
  }

  private static boolean readWriteOnly(@Nullable String wanted, int hosts) {
    if (wanted == null) {
      return hosts > 1; // all we do is write: of several servers only the primary is of use
    }
    check(
        Set.of("any", "read-write", "primary").contains(wanted),
        "an address whose target_session_attrs is neither any nor read-write nor primary");
    return !wanted.equals("any");
  }

  private static Duration connectTimeout(String seconds) {
    check(seconds.matches("[1-9]\\d?"), "an address whose connect_timeout is not 1 to 99 seconds");
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private static String decode(String text) {
    check(
        !Pattern.compile("%(?![0-9a-fA-F]{2})").matcher(text).find(),
        "an address in which a % is not followed by two hexadecimal digits");
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  @Override
  public String toString() {
    return "%s@%s/%s".formatted(user, String.join(",", hosts), database);
  }
}
