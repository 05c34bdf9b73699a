package dev.tocsin.dashboard.hostile;

import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.store.Db;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database in which every text that anybody could have written is hostile. It walks the columns
 * that there are: one that is added later is filled too, unless it is named here with those whose
 * text the program chooses. Forms and the API refuse much of this; pages must not rely on them.
 */
public final class HostileRows {

  /** The word by which hostile elements, attributes, headers and members are told. */
  public static final String MARK = "boom";

  /** An address for a script, and a way out of every place in which text may stand. */
  public static final String TEXT =
      "javascript:boom()//'\"></title></textarea></style></script>"
          + "<boom boom=1 onclick=boom()><script>boom()</script><svg onload=boom()>"
          + "<img src=x onerror=boom()>`${boom}\",\"boom\":\"1\r\nx-boom: 1"
          + "\revent: boom\rdata: <boom>\n\ndata: <boom>\u2028\u0085\u0001\u202e\u2066x";

  /** The same for what begins a cell of a spreadsheet. */
  public static final String FORMULA = "=boom(1)+\"" + TEXT;

  /** In links of which the database has the hash only. */
  public static final String TOKEN = "hostile0hostile0hostile0hostile0";

  /** What is one of a few words of ours, or was parsed before it was stored. */
  private static final Set<String> OURS =
      Set.of(
          "account_links.purpose",
          "accounts.password_hash",
          "announcement_updates.state",
          "announcements.impact",
          "announcements.kind",
          "api_keys.hint",
          "attempts.verdict",
          "channels.kind",
          "check_state.progress",
          "check_state.status",
          "checks.assertions",
          "checks.blind_policy",
          "checks.kind",
          "checks.schedule",
          "checks.tz",
          "deaf_times.cause",
          "deliveries.reason",
          "deliveries.withheld",
          "flips.new_status",
          "flips.old_status",
          "flips.reason",
          "incidents.acked_how",
          "incidents.closed_by",
          "incidents.reason",
          "incidents.withheld",
          "invitations.role",
          "maintenance.kind",
          "maintenance.schedule",
          "maintenance.tz",
          "members.role",
          "messages.state",
          "notices.kind",
          "notices.level",
          "operator_alerts.again",
          "pings.kind",
          "pings.scheme",
          "processes.settings",
          "processes.state",
          "quarantine.settled",
          "report_mail.period",
          "report_mail.tz",
          "rotas.tz",
          "sign_in_steps.proof",
          "status_pages.logo_type",
          "status_pages.password_hash",
          "status_pages.slug",
          "status_subscribers.kind",
          "status_calls.body",
          "status_pages.host",
          "streams.closed_why");

  /** Tables of which no page shows a text. */
  private static final Set<String> UNSEEN =
      Set.of(
          "account_mail",
          "clock_events",
          "deaf_times",
          "recovery_codes",
          "sign_in_steps",
          "status_calls");

  private final DemoSite site;
  private final Db db;

  /** The token of the link that was mailed for this. */
  static String token(String purpose) {
    return purpose + TOKEN.substring(purpose.length());
  }

  private record Column(String table, String name, String type) {}

  /** Adds a row of whatever the demo has none of, and a channel of each kind. */
  public HostileRows(DemoSite site) {
    this.site = site;
    this.db = site.dashboard.db;
    HostileChannels.ofAllKinds(site);
    whatTheDemoLacks();
  }

  /**
   * Writes this text into every column that it fits.
   *
   * @return tables of which something may be shown, and which have no row: what pages make of them
   *     would not be looked at
   */
  public List<String> fill(String text) {
    List<Column> columns =
        db.query(
            "listing columns",
            """
            SELECT c.table_name, c.column_name, c.data_type || ':' || c.udt_name AS type
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
               AND c.table_name NOT LIKE 'flyway%'
               AND c.is_generated = 'NEVER'
               AND (c.udt_name IN ('text', 'jsonb') OR (c.table_name, c.column_name) IN
                    (('pings', 'body'), ('notices', 'lines'), ('operator_alerts', 'lines')))
             ORDER BY 1, 2
            """,
            row ->
                new Column(
                    row.string("table_name"), row.string("column_name"), row.string("type")));
    List<String> empty = new ArrayList<>();
    for (Column column : columns) {
      if (OURS.contains(column.table + "." + column.name)) {
        continue;
      }
      int rows = fill(column, text);
      if (rows == 0 && !UNSEEN.contains(column.table) && !empty.contains(column.table)) {
        empty.add(column.table);
      }
    }
    return empty;
  }

  /** Each row has a text of its own: some must be unique. */
  private int fill(Column column, String text) {
    String mine = "(?::text || ' ' || ctid::text)";
    String value =
        switch (column.type) {
          case "jsonb:jsonb" ->
              """
              (SELECT jsonb_object_agg(k, %1$s) FROM
                 (SELECT jsonb_object_keys(%2$s) AS k UNION SELECT '<boom>') AS keys)
              """
                  .formatted(mine, column.name);
          case "bytea:bytea" -> "convert_to(" + mine + ", 'UTF8')";
          case "ARRAY:_text" -> "ARRAY[" + mine + "]";
          default -> mine;
        };
    return db.update(
        "making %s.%s hostile".formatted(column.table, column.name),
        "UPDATE %s SET %s = %s".formatted(column.table, column.name, value),
        text);
  }

  private void whatTheDemoLacks() {
    long project = site.operations.id();
    long ada = site.ada.id();
    byte[] token = Tokens.sha256(TOKEN);
    new Sessions(db).open(site.ada, "127.0.0.1", "x");
    sql(
        "UPDATE checks SET assertions = ?",
        "body contains javascript:boom()//'\"></textarea><boom boom=1 onclick=boom()>");
    sql(
        """
        INSERT INTO report_mail (project_id, account_id, period, tz, next_at)
        VALUES (?, ?, 'week', 'Europe/Riga', now() + interval '1 d')
        """,
        project,
        ada);
    sql("INSERT INTO saved_views VALUES (?, ?, 'mine', 'q=x')", ada, project);
    sql(
        """
        INSERT INTO invitations (project_id, email, role, token_hash, invited_by, expires_at)
        VALUES (?, 'new@example.org', 'member', ?, 'cli', now() + interval '1 d')
        """,
        project,
        token);
    sql(
        """
        INSERT INTO project_offers (project_id, account_id, offered_by)
        SELECT ?, id, ? FROM accounts WHERE id <> ? LIMIT 1
        """,
        project,
        ada,
        ada);
    sql("INSERT INTO project_offers VALUES (?, ?, ?, now())", site.empty.id(), ada, ada);
    sql(
        """
        INSERT INTO passkeys (account_id, credential_id, credential, sign_count, backup_eligible, name)
        VALUES (?, '\\x01', '\\x02', 0, false, 'x')
        """,
        ada);
    sql("INSERT INTO identities VALUES ('https://sso.example', 'subject', ?, now())", ada);
    for (String purpose : new String[] {"password", "address"}) {
      sql(
          """
          INSERT INTO account_links (token_hash, account_id, purpose, email, expires_at)
          VALUES (?, ?, ?, 'next@example.org', now() + interval '1 h')
          """,
          Tokens.sha256(token(purpose)),
          ada,
          purpose);
    }
    sql(
        """
        INSERT INTO api_keys (account_id, name, read_only, hash, hint)
        VALUES (?, 'mine', true, '\\x00', 'abcd')
        """,
        ada);
    sql(
        """
        INSERT INTO audit (project_id, account_id, actor, action, detail)
        SELECT p, a, 'x', action, '{"from": "x", "to": "x", "name": "x", "email": "x"}'
          FROM (VALUES (?, NULL), (NULL, ?)) AS of (p, a),
               unnest(ARRAY['project.rename', 'check.update', 'member.role', 'account.address']) action
        """,
        project,
        ada);
    sql(
        """
        WITH n AS (
          INSERT INTO notices (project_id, key, matter, kind, level, title, lines, path)
          VALUES (?, 'x', 'x', 'flapping', 'problem', 'x', '{x}', '/') RETURNING id, project_id),
        m AS (
          INSERT INTO messages (channel_id, key, state, attempts, notice_id)
          SELECT c.id, 'x', 'failed', 1, n.id FROM n JOIN channels c USING (project_id) LIMIT 1
          RETURNING id, channel_id, notice_id)
        INSERT INTO deliveries (notice_id, channel_id, message_id, reason)
        SELECT notice_id, channel_id, id, 'notice' FROM m
        """,
        project);
    sql(
        """
        INSERT INTO status_page_checks (page_id, check_id, name)
        SELECT p.id, min(c.id), 'x' FROM status_pages p JOIN checks c USING (project_id) GROUP BY p.id
        """);
    sql("UPDATE rotas SET calendar_hash = ?", token);
    sql(
        """
        INSERT INTO status_subscribers (page_id, kind, target, fingerprint, confirmed_at)
        SELECT id, 'email', ?, '\\x01', now() FROM status_pages
        """,
        site.dashboard.secrets.seal(TEXT.getBytes(StandardCharsets.UTF_8)));
    sql("UPDATE accounts SET operator = true WHERE id = ?", ada);
    sql(
        """
        INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why, tried_at, tried_why)
        VALUES (gen_random_uuid(), 1, now(), convert_to(?, 'UTF8'), '', 'x', now(), 'x')
        """,
        TEXT);
    sql("INSERT INTO unresolved_pings VALUES (gen_random_uuid(), 1, 'x', 'x', now())");
    sql("INSERT INTO control_rods (name, reason, set_by) VALUES ('x', 'x', 'x')");
    sql(
        """
        INSERT INTO checks_set_aside (check_id, why, until)
        SELECT min(id), 'x', now() + interval '1 h' FROM checks
        """);
    sql(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        SELECT min(id), now(), ?, 'x', 'x' FROM checks
        """,
        TEXT);
    sql(
        """
        UPDATE processes SET
               settings = jsonb_build_array(jsonb_build_object('name', t, 'value', t, 'origin', t)),
               state = jsonb_build_object('not_ready', jsonb_build_array(t),
                                          'trouble', jsonb_build_array(t),
                                          'disks', jsonb_build_array(
                                              jsonb_build_object('holds', jsonb_build_array(t))))
          FROM (SELECT ?::text AS t) of
        """,
        TEXT);
    sql("INSERT INTO operator_alerts (key, title, lines, section) VALUES ('x', 'x', '{x}', 'x')");
    sql(
        """
        UPDATE incidents SET acked_at = now(), acked_by = 'x', acked_how = 'page', assignee_id = ?
         WHERE closed_at IS NULL AND id % 2 = 0
        """,
        ada);
  }

  private void sql(String sql, @Nullable Object... parameters) {
    db.update("what the demo lacks", sql, parameters);
  }
}
