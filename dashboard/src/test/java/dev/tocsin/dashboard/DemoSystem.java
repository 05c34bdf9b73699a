package dev.tocsin.dashboard;

import dev.tocsin.store.Db;

/** What operators look at: processes, a journal, the lag of alerts, a ping that was set aside. */
final class DemoSystem {

  private DemoSystem() {}

  static void fill(Db db) {
    db.update(
        "processes of the demo",
        """
        INSERT INTO processes (id, node, role, version, git_commit, java, tzdata, settings_print,
                               secrets_print, shared, settings, started_at, seen_at, state)
        SELECT gen_random_uuid(), node, role, version, 'd3adb33f1234', '17.0.17+10', '2025b', print,
               CASE WHEN role = 'ping-listener' THEN '' ELSE '5ec3e7000000' END, '{}',
               '[{"name": "http.host", "value": "0.0.0.0", "origin": "default"},
                 {"name": "database.url", "value": "postgres://tocsin@db1,db2/tocsin", "origin": "DATABASE_URL"},
                 {"name": "database.password", "value": "(secret)", "origin": "TOCSIN_DATABASE_PASSWORD_FILE"}]',
               now() - interval '3 days', now() + silent * interval '1 s', state::jsonb
          FROM (VALUES
            ('hb1', 'ping-listener', '0.1.0', 'aaaaaaaaaaaa', 86400,
             '{"not_ready": [], "trouble": [], "load": [{"of": "open files", "used": 210, "limit": 65536},
               {"of": "connections", "used": 1200, "limit": 10000}],
               "disks": [{"holds": ["journal"], "size": 107374182400, "free": 16106127360}]}'),
            ('hb2', 'ping-listener', '0.1.1', 'aaaaaaaaaaaa', 86400,
             '{"not_ready": ["database: waiting"], "trouble": ["ping listener: Postgres is away"]}'),
            ('hb3', 'ping-listener', '0.1.0', 'aaaaaaaaaaaa', -400, '{"not_ready": []}'),
            ('web1', 'dashboard', '0.1.0', 'bbbbbbbbbbbb', 86400, '{"not_ready": []}')
          ) AS v(node, role, version, print, silent, state)
        """);
    db.update(
        "streams of the demo",
        """
        INSERT INTO streams (id, node, opened_at, cursor, heard_through)
        VALUES (gen_random_uuid(), 'hb1', now() - interval '3 days', 100, now() + interval '1 hour')
        """);
    db.update(
        "the journal of the demo",
        """
        UPDATE processes p SET state = state || jsonb_build_object('journal', jsonb_build_object(
               'stream', s.id, 'end', 4196, 'bytes', 73400320, 'max_bytes', 1073741824,
               'lag_ms', 120, 'damaged', 0))
          FROM streams s WHERE s.node = p.node
        """);
    db.update(
        "the lag of the demo",
        """
        INSERT INTO alert_lag
        SELECT date_trunc('hour', now(), 'UTC') - h * interval '1 hour', 5, 0,
               CASE WHEN h = 200 THEN 3 ELSE 5 END, 80 + h % 90, 400 + h % 300, 20 + h % 30, 90,
               110 + h % 200, 600 + (h * 37) % 900, CASE WHEN h = 200 THEN 95000 ELSE 2100 END
          FROM generate_series(1, 700, 3) h
        """);
    db.update(
        "the quarantine of the demo",
        """
        INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why, at)
        SELECT id, 0, now() - interval '2 h',
               convert_to(E'at: 2026-11-21T23:58:00Z\\ntarget: 395f392d-3bd4-4831-a7a3-5ac3f9ece5f8\\nuser-agent: curl/8\\n\\nbackup of shop: 1.2 GB', 'UTF8'),
               '\\x00', 'the database refuses it', now() - interval '2 h'
          FROM streams
        """);
  }
}
