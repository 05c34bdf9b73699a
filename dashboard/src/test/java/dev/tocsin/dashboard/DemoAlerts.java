package dev.tocsin.dashboard;

import dev.tocsin.store.Db;

/** What stands around alerts in the demo: silences, maintenance, escalation, a blind time. */
final class DemoAlerts {

  private DemoAlerts() {}

  static void fill(Db db, long projectId) {
    TestProject.incidents(db);
    db.update(
        "counting what was sent",
        """
        UPDATE lanes l SET delivered = (SELECT count(*) FROM deliveries d
                                         WHERE d.channel_id = l.channel_id AND message_id IS NOT NULL)
        """);
    db.update(
        "a note",
        """
        INSERT INTO incident_notes (incident_id, author, body)
        SELECT id, 'ada@example.org', 'The target disk is full again. Deleting old snapshots.'
          FROM incidents WHERE closed_at IS NULL ORDER BY opened_at LIMIT 1
        """);
    db.update(
        "silences",
        """
        INSERT INTO silences (project_id, tag, reason, author, starts_at, ends_at)
        VALUES (?, 'mail', 'Moving the mail server', 'ada@example.org', now() - interval '20 min',
                now() + interval '100 min')
        """,
        projectId);
    db.update(
        "maintenance",
        """
        INSERT INTO maintenance (project_id, name, author, kind, schedule, tz, lasts)
        VALUES (?, 'Weekly reboot', 'ada@example.org', 'cron', '0 2 * * 0', 'Europe/Berlin',
                interval '1 h')
        """,
        projectId);
    db.update(
        "escalation",
        """
        INSERT INTO escalations (project_id, after, channel_id)
        SELECT project_id, CASE kind WHEN 'webhook' THEN interval '15 min'
                                     ELSE interval '30 min' END, id
          FROM channels WHERE project_id = ? AND kind IN ('webhook', 'ntfy')
        """,
        projectId);
    rota(db, projectId);
    blind(db, projectId);
  }

  private static void rota(Db db, long projectId) {
    db.update(
        "a rota",
        """
        WITH made AS (
          INSERT INTO channels (project_id, kind, name, settings)
          VALUES (?, 'rota', 'First line', '\\x00') RETURNING id)
        INSERT INTO rotas (channel_id, begins, turn, tz)
        SELECT id, date_trunc('week', now() AT TIME ZONE 'UTC') - interval '15 h', interval '168 h',
               'Europe/Berlin' FROM made
        """,
        projectId);
    db.update(
        "who takes turns",
        """
        INSERT INTO rota_people
        SELECT r.channel_id, p.position, p.name, m.id
          FROM rotas r, (VALUES (0, 'Ada'), (1, 'Bob'), (2, 'Cleo')) AS p(position, name),
               (SELECT min(id) AS id FROM channels WHERE project_id = ? AND kind = 'ntfy') m
        """,
        projectId);
    db.update(
        "who stands in",
        """
        INSERT INTO rota_overrides (rota_id, name, member_id, starts_at, ends_at, author)
        SELECT rota_id, 'Cleo', member_id, date_trunc('day', now()) + interval '3 d 16 h',
               date_trunc('day', now()) + interval '5 d 7 h', 'ada@example.org'
          FROM rota_people WHERE position = 2
        """);
  }

  private static void blind(Db db, long projectId) {
    db.update(
        "a blind time",
        """
        INSERT INTO blind_times (since, until, causes)
        VALUES (date_trunc('day', now()) - interval '20 h 40 min',
                date_trunc('day', now()) - interval '20 h 27 min', '{stopped}')
        """);
    db.update(
        "a run that nobody heard",
        """
        INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at, told)
        SELECT c.id, b.since + interval '3 min', b.since, b.until, b.until + interval '1 h', true
          FROM blind_times b, checks c WHERE c.project_id = ? ORDER BY c.id LIMIT 1
        """,
        projectId);
  }
}
