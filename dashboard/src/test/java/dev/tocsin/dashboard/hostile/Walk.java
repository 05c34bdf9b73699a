package dev.tocsin.dashboard.hostile;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.ReportLinks;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of the routes: with what is there in the place of variables, and with nonsense. */
public final class Walk {

  private static final Pattern VARIABLE = Pattern.compile(":(\\w+)");

  private final DemoSite site;
  private final Map<String, List<String>> values = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();

  /**
   * @param site with {@link HostileRows}
   */
  public Walk(DemoSite site) {
    this.site = site;
    String of = " WHERE project_id = " + site.operations.id();
    values.put("project", List.of(site.operations.code().toString(), site.empty.code().toString()));
    values.put("check", all("SELECT code::text AS v FROM checks" + of + " ORDER BY id LIMIT 4"));
    values.put("page", all("SELECT code::text AS v FROM status_pages" + of));
    values.put("channel", all("SELECT code::text AS v FROM channels" + of));
    values.put("kind", site.dashboard.channels.kinds().stream().map(ChannelKind::code).toList());
    values.put(
        "incident", all("SELECT code::text AS v FROM incidents ORDER BY closed_at DESC LIMIT 4"));
    values.put(
        "message", all("SELECT max(id)::text AS v FROM messages GROUP BY channel_id, notice_id"));
    values.put("n", all("SELECT n::text AS v FROM pings ORDER BY check_id, n LIMIT 2"));
    values.put("aside", all("SELECT id::text AS v FROM quarantine"));
    values.put("page", all("SELECT code::text AS v FROM status_pages"));
    values.put("announcement", all("SELECT code::text AS v FROM announcements"));
    values.put("rota", all("SELECT code::text AS v FROM channels WHERE kind = 'rota'"));
    AckLinks acks = new AckLinks(site.dashboard.secrets, URI.create(site.dashboard.url()));
    UUID incident = UUID.fromString(values.get("incident").get(0));
    tokens.put("/ack/:", last(acks.of(incident).getPath()));
    long matter = Long.parseLong(all("SELECT id::text AS v FROM operator_alerts").get(0));
    tokens.put("/ack/operators/:", last(acks.ofMatter(matter).getPath()));
    ReportLinks reports = new ReportLinks(site.dashboard.secrets, site.dashboard.url());
    UUID report = UUID.fromString(all("SELECT code::text AS v FROM report_mail").get(0));
    tokens.put("/reports/leave/:", last(reports.leave(report)));
    tokens.put("/setup/:", last(new SetupLinks(site.dashboard.db).create()));
    tokens.put("/invitations/:", HostileRows.TOKEN);
    tokens.put("/oncall/:", HostileRows.TOKEN);
    tokens.put("/reset/:", HostileRows.token("password"));
    tokens.put("/address/:", HostileRows.token("address"));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private List<String> all(String sql) {
    return site.dashboard.db.query("looking for paths", sql, row -> row.string("v"));
  }

  /** Routes of one method whose answers end, as {@code METHOD path}. */
  public List<String> routes(String method) {
    return site.dashboard.routes().stream()
        .filter(route -> route.startsWith(method + " "))
        .filter(route -> !route.contains("/live/") && !route.contains("/static/"))
        .filter(route -> !route.endsWith(".zip")) // no page: a file
        .toList();
  }

  /** Everything that a route leads to; nonsense where nobody knows better. */
  public List<String> paths(String route) {
    return resolve(pathOf(route));
  }

  /** A route with hostile text in the place of all variables. */
  public static String nonsense(String route) {
    return VARIABLE.matcher(pathOf(route)).replaceAll(Matcher.quoteReplacement(encoded()));
  }

  private static String pathOf(String route) {
    return route.substring(route.indexOf(' ') + 1);
  }

  private List<String> resolve(String path) {
    Matcher variable = VARIABLE.matcher(path);
    if (!variable.find()) {
      return List.of(path);
    }
    List<String> paths = new ArrayList<>();
    for (String value : valuesOf(path.substring(0, variable.end()), variable.group(1))) {
      String rest = path.substring(variable.end());
      paths.addAll(resolve(path.substring(0, variable.start()) + value + rest));
    }
    return paths;
  }

  private List<String> valuesOf(String before, String name) {
    return Optional.ofNullable(tokens.get(before.substring(0, before.length() - name.length())))
        .map(List::of)
        .orElseGet(() -> values.getOrDefault(name, List.of(encoded())));
  }

  private static String encoded() {
    return URLEncoder.encode(HostileRows.TEXT, StandardCharsets.UTF_8);
  }
}
