package dev.tocsin.drills.harness;

import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.store.ReportLinks;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Every page of the demo that somebody sees who is signed in: names of pictures, and paths. */
public final class DemoPages {

  private final DemoSite site;

  private DemoPages(DemoSite site) {
    this.site = site;
  }

  /** In the order in which they are walked. */
  public static Map<String, String> of(DemoSite site) {
    return new DemoPages(site).all();
  }

  private Map<String, String> all() {
    String project = "/projects/" + site.operations.code();
    String check = "/checks/" + code("checks WHERE name = 'Payment reconciliation'");
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("checks", project + "/checks");
    pages.put("checks-empty", "/projects/" + site.empty.code() + "/checks");
    pages.put("check", check);
    pages.put("check-edit", check + "/edit");
    pages.put("check-delete", check + "/delete");
    pages.put("check-move", check + "/move");
    pages.put("reports", project + "/reports");
    pages.put("reports-leave", leave());
    pages.put("doctor", project + "/doctor?go=on");
    pages.put(
        "check-doctor",
        "/checks/" + code("checks WHERE name = 'Recommendation model'") + "/doctor");
    pages.put("crontab", "/projects/" + site.empty.code() + "/checks/crontab");
    pages.put("check-new", project + "/checks/new");
    alerts(project, pages);
    pages.put("status-pages", project + "/status-pages");
    pages.put("status-pages-empty", "/projects/" + site.empty.code() + "/status-pages");
    pages.put("status-page-edit", project + "/status-pages/" + code("status_pages"));
    pages.put("badges", project + "/badges");
    pages.put("project", project + "/settings");
    pages.put("project-delete", project + "/delete");
    pages.put("project-new", "/projects/new");
    pages.put("audit", project + "/audit");
    pages.put("system", "/system");
    pages.put("system-settings", "/system/settings");
    pages.put("quarantine", "/system/quarantine");
    pages.put(
        "quarantined", "/system/quarantine/" + one("SELECT min(id)::text AS v FROM quarantine"));
    pages.put("control-rods", "/system/rods");
    pages.put("account", "/account");
    pages.put("account-audit", "/account/audit");
    pages.put("account-erase", "/account/erase");
    pages.put("two-step", "/account/two-step");
    pages.put("second-step", "/account/second-step?next=/account");
    pages.put("prove-again", "/sign-in/again");
    return pages;
  }

  private void alerts(String project, Map<String, String> pages) {
    pages.put("incidents", project + "/incidents");
    pages.put("incident", "/incidents/" + code("incidents WHERE closed_at IS NULL"));
    pages.put("silences", project + "/quiet");
    pages.put("escalation", project + "/escalation");
    pages.put("oncall", project + "/oncall");
    pages.put("oncall-empty", "/projects/" + site.empty.code() + "/oncall");
    pages.put("rota", project + "/oncall/" + code("channels WHERE kind = 'rota'"));
    pages.put("blind-times", project + "/blind");
    pages.put("channels", project + "/channels");
    pages.put("channels-empty", "/projects/" + site.empty.code() + "/channels");
    pages.put("matrix", project + "/channels/matrix");
    pages.put("channel-new", project + "/channels/new");
    pages.put("channel-slack", project + "/channels/new/slack");
    pages.put("channel", "/channels/" + code("channels WHERE kind = 'webhook'") + "/edit");
    pages.put("deliveries", project + "/deliveries");
    pages.put("message", "/messages/" + one("SELECT max(id)::text AS v FROM messages"));
  }

  /** Where the link in a letter with a report leads. */
  private String leave() {
    site.dashboard.db.update(
        "asking for reports",
        """
        INSERT INTO report_mail (project_id, account_id, period, tz, next_at)
        VALUES (?, ?, 'week', 'Europe/Riga', now() + interval '1 d') ON CONFLICT DO NOTHING
        """,
        site.operations.id(),
        site.ada.id());
    UUID report = UUID.fromString(one("SELECT code::text AS v FROM report_mail LIMIT 1"));
    return URI.create(new ReportLinks(site.dashboard.secrets, site.dashboard.url()).leave(report))
        .getPath();
  }

  private String code(String from) {
    return one("SELECT code::text AS v FROM " + from + " ORDER BY id LIMIT 1");
  }

  private String one(String sql) {
    return site.dashboard.db.first("looking for " + sql, sql, row -> row.string("v")).orElseThrow();
  }
}
