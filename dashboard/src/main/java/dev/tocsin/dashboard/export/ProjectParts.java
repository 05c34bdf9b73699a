package dev.tocsin.dashboard.export;

import java.util.List;

/** The queries of what is kept of a project, table by table. */
final class ProjectParts {

  private ProjectParts() {}

  static List<Part> of(long project) {
    return List.of(
        Part.of(
            "project",
            """
            SELECT p.id AS k, p.code AS uuid, p.name, p.ping_key, p.check_limit, p.member_limit,
                   p.channel_limit, p.ping_limit, p.ping_log_limit, p.ping_log_days, p.body_days,
                   p.two_step, p.created_at
              FROM projects p WHERE p.id > ? AND p.id = ? ORDER BY k LIMIT ?
            """,
            project),
        Part.of(
                "checks",
                """
                SELECT c.id AS k, c.code AS uuid, c.badge_code, c.name, c.slug, c.tags, c.description,
                       c.kind, extract(epoch FROM c.timeout) AS timeout,
                       extract(epoch FROM c.grace) AS grace, c.schedule, c.tz, c.manual_resume,
                       c.post_only, c.filter_subject, c.filter_body, c.filter_http_body,
                       c.filter_default_fail, c.start_kw, c.success_kw, c.failure_kw,
                       extract(epoch FROM c.max_runtime) AS max_runtime,
                       extract(epoch FROM c.min_runtime) AS min_runtime,
                       extract(epoch FROM c.early) AS early_tolerance, c.failures_before_down,
                       c.successes_before_up, c.overlapping, c.keep_alive, c.blind_policy,
                       string_to_array(nullif(c.assertions, ''), E'\\n') AS assertions,
                       extract(epoch FROM c.remind_every) AS remind_every, c.managed_by, c.created_at,
                       s.status, s.n_pings, s.last_ping, s.last_start, s.deadline,
                       s.last_duration / 1000000.0 AS last_duration,
                       ARRAY(SELECT h.code FROM check_channels a JOIN channels h ON h.id = a.channel_id
                              WHERE a.check_id = c.id ORDER BY h.id) AS channels,
                       ARRAY(SELECT o.code FROM check_depends d JOIN checks o ON o.id = d.on_check_id
                              WHERE d.check_id = c.id ORDER BY o.id) AS depends_on
                  FROM checks c JOIN check_state s ON s.check_id = c.id
                 WHERE c.id > ? AND c.project_id = ? ORDER BY k LIMIT ?
                """,
                project)
            .few(),
        ofChecks(
            "flips",
            "t.id AS k, c.code AS check, t.at, t.old_status, t.new_status, t.reason",
            "flips",
            project),
        ofChecks(
            "unverified_runs",
            "t.id AS k, c.code AS check, t.due, t.blind_from, t.blind_until, t.certain_at",
            "unverified_runs",
            project),
        Part.of(
                "incidents",
                """
                SELECT i.id AS k, i.code AS uuid, c.code AS check, i.opened_at, i.reason, i.closed_at,
                       i.closed_by, i.told_at, i.withheld, i.acked_at, i.acked_by, i.acked_how,
                       a.email AS assignee,
                       (SELECT jsonb_agg(jsonb_build_object('at', n.at, 'author', n.author, 'body', n.body)
                                         ORDER BY n.id)
                          FROM incident_notes n WHERE n.incident_id = i.id) AS notes
                  FROM incidents i LEFT JOIN checks c ON c.id = i.check_id
                  LEFT JOIN accounts a ON a.id = i.assignee_id
                 WHERE i.id > ? AND i.project_id = ? ORDER BY k LIMIT ?
                """,
                project)
            .few(),
        Part.of(
            "messages",
            """
            SELECT m.id AS k, h.code AS channel, m.state, m.created_at, m.settled_at, m.returned_at,
                   m.attempts,
                   (SELECT jsonb_agg(jsonb_build_object('at', a.at, 'verdict', a.verdict,
                                                        'detail', a.detail) ORDER BY a.id)
                      FROM attempts a WHERE a.message_id = m.id) AS log
              FROM messages m JOIN channels h ON h.id = m.channel_id
             WHERE m.id > ? AND h.project_id = ? ORDER BY k LIMIT ?
            """,
            project),
        Part.of(
            "deliveries",
            """
            SELECT d.id AS k, h.code AS channel, c.code AS check, f.at AS flip, f.new_status,
                   d.message_id AS message, d.reason, d.step, d.withheld, d.created_at
              FROM deliveries d JOIN channels h ON h.id = d.channel_id
              LEFT JOIN checks c ON c.id = d.check_id LEFT JOIN flips f ON f.id = d.flip_id
             WHERE d.id > ? AND h.project_id = ? ORDER BY k LIMIT ?
            """,
            project),
        ofProject("notices", "t.id AS k, t.kind, t.level, t.title, t.lines, t.created_at", project)
            .few());
  }

  static List<Part> ofPeople(long project) {
    return List.of(
        Part.of(
            "members",
            """
            SELECT m.account_id AS k, a.email, m.role, m.added_at
              FROM members m JOIN accounts a ON a.id = m.account_id
             WHERE m.account_id > ? AND m.project_id = ? ORDER BY k LIMIT ?
            """,
            project),
        ofProject("invitations", "t.id AS k, t.email, t.role, t.invited_by, t.expires_at", project),
        ofProject(
            "keys",
            """
            t.id AS k, t.name, t.read_only, t.scopes, t.hint, t.created_at, t.created_by, t.used_at,
            t.expires_at
            """,
            project),
        ofProject(
            "silences",
            """
            t.id AS k, (SELECT code FROM checks WHERE id = t.check_id) AS check, t.tag, t.reason,
            t.author, t.starts_at, t.ends_at
            """,
            project),
        ofProject(
            "maintenance",
            """
            t.id AS k, (SELECT code FROM checks WHERE id = t.check_id) AS check, t.tag, t.name,
            t.author, t.kind, t.starts_at, t.schedule, t.tz, extract(epoch FROM t.lasts) AS lasts
            """,
            project),
        Part.of(
            "escalation",
            """
            SELECT h.id AS k, h.code AS channel,
                   ARRAY(SELECT extract(epoch FROM e.after) FROM escalations e
                          WHERE e.channel_id = h.id AND e.project_id = h.project_id) AS after,
                   extract(epoch FROM h.remind_every) AS remind_every
              FROM channels h WHERE h.id > ? AND h.project_id = ? ORDER BY k LIMIT ?
            """,
            project),
        Part.of(
            "rotas",
            """
            SELECT h.id AS k, h.code AS uuid, h.name, r.begins, extract(epoch FROM r.turn) AS turn, r.tz,
                   (SELECT jsonb_agg(jsonb_build_object('name', p.name, 'channel', m.code)
                                     ORDER BY p.position)
                      FROM rota_people p JOIN channels m ON m.id = p.member_id
                     WHERE p.rota_id = h.id) AS people,
                   (SELECT jsonb_agg(jsonb_build_object('name', o.name, 'start', o.starts_at,
                                                        'end', o.ends_at, 'author', o.author)
                                     ORDER BY o.id)
                      FROM rota_overrides o WHERE o.rota_id = h.id) AS overrides
              FROM rotas r JOIN channels h ON h.id = r.channel_id
             WHERE h.id > ? AND h.project_id = ? ORDER BY k LIMIT ?
            """,
            project),
        ofProject(
            "status_pages",
            """
            t.id AS k, t.code AS uuid, t.slug, t.name, t.about, t.host, t.tags, t.subscribable,
            t.password_hash IS NOT NULL AS password, t.created_at
            """,
            project),
        Part.of(
                "announcements",
                """
                SELECT a.id AS k, a.code AS uuid, p.slug AS page, a.kind, a.title, a.impact, a.starts_at,
                       a.ends_at, a.author, a.created_at,
                       (SELECT jsonb_agg(jsonb_build_object('at', u.at, 'state', u.state, 'body', u.body,
                                                            'author', u.author) ORDER BY u.id)
                          FROM announcement_updates u WHERE u.announcement_id = a.id) AS updates
                  FROM announcements a JOIN status_pages p ON p.id = a.page_id
                 WHERE a.id > ? AND p.project_id = ? ORDER BY k LIMIT ?
                """,
                project)
            .few(),
        ofProject("audit", "t.id AS k, t.at, t.actor, t.action, t.detail", project).few());
  }

  private static Part ofProject(String table, String columns, long project) {
    return Part.of(
        table,
        "SELECT %s FROM %s t WHERE t.id > ? AND t.project_id = ? ORDER BY k LIMIT ?"
            .formatted(columns, tableOf(table)),
        project);
  }

  private static String tableOf(String name) {
    return name.equals("keys") ? "api_keys" : name;
  }

  private static Part ofChecks(String name, String columns, String table, long project) {
    return Part.of(
        name,
        """
        SELECT %s FROM %s t JOIN checks c ON c.id = t.check_id
         WHERE t.id > ? AND c.project_id = ? ORDER BY k LIMIT ?
        """
            .formatted(columns, table),
        project);
  }
}
