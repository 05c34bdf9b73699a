package dev.tocsin.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Writes docs/configuration.md from the definitions. */
final class ConfigurationPage {

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from the definitions in tocsin/src/main/java/dev/tocsin/settings/Keys.java; a test holds it equal.
           Write it again: mvn -pl tocsin -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true -->

      Nothing needs to be set to start. What is set is looked for in this order; the first that has it wins:

      1. the command line: `--set http.port=9000`, `--data-dir DIR` (secrets are refused here: other users could read them),
      2. the environment: `TOCSIN_` and the name in capitals, with `_` for dots and hyphens: `TOCSIN_HTTP_PORT=9000`.
         For a secret there is also a `_FILE` form: `TOCSIN_SMTP_PASSWORD_FILE=/run/secrets/smtp`. `DATABASE_URL` stands
         for `TOCSIN_DATABASE_URL`,
      3. the file named by `--config FILE`, in TOML,
      4. the default.

      ```toml
      [http]
      port = 9000

      [limits]
      min-period = "30s"
      ```

      All problems are reported together before anything is opened, unknown names included, and the exit code is 78.
      Each names the file and its line. `java -jar tocsin.jar check-config` does only that; with `--show` it prints what would be used,
      without secrets.

      A running process looks every minute at what a restart would load, and says if that differs or would be refused. Settings that
      worked are kept: `tocsin settings rollback` brings them back ([operations](operations.md), "Settings that wait for a restart").

      Roles: **u** `up`, **l** `ping-listener`, **a** `alerter`, **d** `dashboard`.
      """;

  /** What the part of a name before the dot is about. */
  private static final List<String> SECTIONS =
      List.of(
          "http: ports and connections",
          "data: files",
          "site: how people see this installation",
          "secret: encryption at rest",
          "node: this machine among others",
          "database: Postgres",
          "limits: what checks and pings may be",
          "listener: hearing pings",
          "journal: pings on disk",
          "alerter: deciding and delivering",
          "dashboard: pages and API",
          "dns: whose a host name is",
          "retention: how long what is over is kept",
          "metrics: what other programs may measure",
          "smtp: mail",
          "outbound: calls to other people's servers",
          "operators: who is told when Tocsin itself is in trouble",
          "channels: ways to reach people",
          "oidc: single sign-on",
          "auth: a proxy that signs people in",
          "watchdog: whether all of it works",
          "log: logging");

  private ConfigurationPage() {}

  static String render() {
    StringBuilder out = new StringBuilder(INTRODUCTION);
    for (String section : SECTIONS) {
      out.append("\n## %s\n\n".formatted(section));
      out.append("| setting | value | default | roles | meaning |\n|---|---|---|---|---|\n");
      Keys.all().stream()
          .filter(key -> section.startsWith(key.section() + ":"))
          .forEach(key -> out.append(row(key)));
    }
    return out.toString();
  }

  private static String row(Key<?> key) {
    return "| `%s`<br>`%s` | %s%s | %s | %s | %s |\n"
        .formatted(
            key,
            key.variable(),
            key.kind().form(),
            key.secret() ? " (secret)" : "",
            key.fallback().map("`%s`"::formatted).orElse("none"),
            key.roles().stream().map(ConfigurationPage::letter).collect(Collectors.joining(" ")),
            key.help());
  }

  private static String letter(Role role) {
    return switch (role) {
      case UP -> "u";
      case PING_LISTENER -> "l";
      case ALERTER -> "a";
      case DASHBOARD -> "d";
    };
  }
}
