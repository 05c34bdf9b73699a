-- A row in each table, with what is hard to write down: a test fails where a table has none.

INSERT INTO accounts (email, password_hash, operator) VALUES
  ('ada@example.org', '$argon2id$not-a-real-hash', true), ('bob@example.org', NULL, false);
INSERT INTO sessions (token_hash, account_id, expires_at, remote_addr, user_agent)
  VALUES ('\x00ff0a0d5c', 1, '2030-01-01T00:00:00Z', '2001:db8::1', E'curl\t\\N\r\n"x"');
INSERT INTO devices (account_id, hash) VALUES (1, '\x01');
INSERT INTO sign_in_steps (token_hash, account_id, proof, expires_at) VALUES ('\x02', 1, 'password', '2030-01-01T00:00:00Z');
INSERT INTO totp (account_id, secret, confirmed_at) VALUES (1, :'sealed', '2026-01-01T00:00:00.123456Z');
INSERT INTO recovery_codes (account_id, hash, key) VALUES (1, '\x03', 'abcdef012345');
INSERT INTO account_links (token_hash, account_id, purpose, email, expires_at) VALUES ('\x04', 1, 'password', 'ada@example.org', '2030-01-01T00:00:00Z');
INSERT INTO account_mail (recipient, letter, expires_at) VALUES ('ada@example.org', :'sealed', '2030-01-01T00:00:00Z');
INSERT INTO setup_links (token_hash, expires_at) VALUES ('\x05', '2030-01-01T00:00:00Z');
INSERT INTO passkeys (account_id, credential_id, credential, sign_count, backup_eligible, name) VALUES (1, '\x06', '\x07', 3, true, 'key ring');
INSERT INTO answered_challenges (hash, expires_at) VALUES ('\x08', '2030-01-01T00:00:00Z');
INSERT INTO identities (issuer, subject, account_id) VALUES ('https://id.example', '42', 2);
INSERT INTO projects (name, ping_key, check_limit) VALUES (E'Nightly\\ jobs\t— ночь 🌙', 'ping-key-1', 100), ('Other', 'ping-key-2', 100);
INSERT INTO members (project_id, account_id, role) VALUES (1, 1, 'owner'), (1, 2, 'readonly'), (2, 1, 'owner');
INSERT INTO report_mail (project_id, account_id, period, tz, next_at) VALUES (1, 1, 'week', 'Europe/Riga', '2030-01-01T00:00:00Z');
INSERT INTO saved_views (account_id, project_id, name, query) VALUES (1, 1, 'down', 'status=down');
INSERT INTO invitations (project_id, email, role, token_hash, invited_by, expires_at) VALUES (1, 'new@example.org', 'member', '\x09', 'ada@example.org', '2030-01-01T00:00:00Z');
INSERT INTO project_offers (project_id, account_id, offered_by) VALUES (1, 2, 1);
INSERT INTO api_keys (project_id, name, read_only, hash, hint) VALUES (1, 'CI', false, '\x0a', 'abcd');
INSERT INTO audit (project_id, actor, action, detail) VALUES (1, 'cli', 'project.create', '{"name": "a\\tb \"c\""}');
INSERT INTO checks (project_id, name, slug, tags, description, kind, timeout, grace, schedule, tz) VALUES
  (1, 'backup', 'backup', 'prod db', E'line\nline\\.\n\\N', 'simple', interval '86400 s', interval '3600 s', '* * * * *', 'UTC'),
  (1, 'report', 'report', '', '', 'cron', interval '60 s', interval '31536000 s', '*/5 * * * *', 'America/New_York');
INSERT INTO check_state (check_id, status, n_pings, last_ping, deadline, wake_at) VALUES
  (1, 'up', 3, '2026-01-02T00:00:00.000001Z', '2026-01-03T01:00:00Z', '2026-01-03T00:00:00Z'), (2, 'down', 0, NULL, NULL, NULL);
INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua, rid, exit_status, body) VALUES
  (1, 1, '2026-01-01T00:00:00Z', 'success', 'https', 'POST', '192.0.2.7', '', NULL, 0, NULL),
  (1, 2, '2026-01-02T00:00:00.000001Z', 'success', 'https', 'POST', NULL, E'a\\b', gen_random_uuid(), NULL, '\x00010a0d5c4e5cff'),
  (1, 3, '2026-01-02T00:00:01Z', 'log', 'http', 'GET', NULL, '', NULL, NULL, '');
INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out) VALUES (2, '2026-01-02T00:00:00Z', 'up', 'down', 'timeout', true);
INSERT INTO flapping (check_id, since, last_at, flips) VALUES (2, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 7);
INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at, told) VALUES (1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z', true);
INSERT INTO channels (project_id, kind, name, settings) VALUES (1, 'webhook', 'hook', :'sealed'), (1, 'group', 'all', :'sealed'), (1, 'rota', 'on call', :'sealed');
UPDATE projects SET fallback_channel_id = 1 WHERE id = 1;
INSERT INTO check_channels (check_id, channel_id) VALUES (1, 1), (2, 2);
INSERT INTO channel_members (channel_id, member_id) VALUES (2, 1);
INSERT INTO rotas (channel_id, begins, turn, tz, calendar_hash) VALUES (3, '2026-01-05T09:00:00', interval '7 days', 'Europe/Berlin', '\x0b');
INSERT INTO rota_people (rota_id, position, name, member_id) VALUES (3, 1, 'Ada', 1);
INSERT INTO rota_overrides (rota_id, name, member_id, starts_at, ends_at, author) VALUES (3, 'Bob', 1, '2026-01-06T00:00:00Z', '2026-01-07T00:00:00Z', 'cli');
INSERT INTO lanes (channel_id, lease, leased_until, delivered) VALUES (1, gen_random_uuid(), '2030-01-01T00:00:00Z', 4), (2, NULL, NULL, 0), (3, NULL, NULL, 0);
INSERT INTO notices (project_id, key, matter, kind, level, title, lines, path) VALUES (1, 'k', 'm', 'flapping', 'info', 'title', '{"a,b","c\"d","",NULL}', '/x');
INSERT INTO messages (channel_id, key, state, settled_at) VALUES (1, 'delivered', 'delivered', '2026-01-02T00:00:00Z'), (1, 'sending', 'sending', NULL);
INSERT INTO deliveries (flip_id, channel_id, check_id, reason, step, message_id, withheld, origin_id) VALUES
  (1, 1, 2, 'flip', 0, 1, NULL, NULL), (1, 1, 2, 'reminder', 1, 2, NULL, 1), (1, 1, 2, 'reminder', 2, NULL, NULL, NULL), (1, 1, 2, 'reminder', 3, NULL, 'silenced', NULL);
INSERT INTO attempts (message_id, took, verdict, detail) VALUES (1, interval '0.25 s', 'delivered', '200'), (2, interval '5 s', 'try_again', '503');
INSERT INTO incidents (project_id, check_id, flip_id, opened_at, reason, told_at) VALUES (1, 2, 1, '2026-01-02T00:00:00Z', 'timeout', '2026-01-02T00:00:01Z');
INSERT INTO incident_notes (incident_id, author, body) VALUES (1, 'ada@example.org', 'looking');
INSERT INTO escalations (project_id, after, channel_id) VALUES (1, interval '900 s', 1);
INSERT INTO silences (project_id, tag, author, starts_at, ends_at) VALUES (1, 'prod', 'ada@example.org', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z');
INSERT INTO maintenance (project_id, name, author, kind, schedule, lasts) VALUES (1, 'patches', 'ada@example.org', 'cron', '0 3 * * 0', interval '7200 s');
INSERT INTO check_depends (check_id, on_check_id) VALUES (2, 1);
INSERT INTO status_pages (project_id, slug, name, logo, logo_type) VALUES (1, 'public', 'Public', '\x89504e470d0a1a0a', 'image/png');
INSERT INTO status_sections (page_id, place, title, tags) VALUES (1, 1, 'Databases', '{db,"two words"}');
INSERT INTO status_page_checks (page_id, check_id, name) VALUES (1, 1, 'Backups');
INSERT INTO announcements (page_id, kind, title, impact, starts_at, author) VALUES (1, 'incident', 'Slow', 'minor', '2026-01-01T00:00:00Z', 'ada@example.org');
INSERT INTO announcement_updates (announcement_id, state, body, author) VALUES (1, 'investigating', 'We look.', 'ada@example.org');
INSERT INTO status_subscribers (page_id, kind, target, fingerprint, confirmed_at) VALUES (1, 'email', :'sealed', '\x0c', '2026-01-01T00:00:00Z');
INSERT INTO status_news (update_id) VALUES (1);
INSERT INTO status_calls (subscriber_id, body, expires_at) VALUES (1, '{}', '2030-01-01T00:00:00Z');
INSERT INTO streams (id, node, opened_at, cursor, heard_through, closed_at, closed_why) VALUES
  ('6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff', 'ear', '2026-01-01T00:00:00Z', 4711, '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z', 'stopped'),
  ('7f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff', 'ear', '2026-01-02T00:00:01Z', 12, '2026-01-02T00:00:30Z', NULL, NULL);
INSERT INTO deaf_times (stream_id, node, since, until, cause) VALUES ('6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff', 'ear', '2026-01-01T12:00:00Z', '2026-01-01T12:00:05Z', 'refused');
INSERT INTO blind_times (since, until, causes) VALUES ('2026-01-01T12:00:00Z', '2026-01-01T12:00:05Z', '{refused}');
INSERT INTO blind_projects (blind_id, project_id, runs) VALUES (1, 1, 3);
INSERT INTO blind_runs (blind_id, check_id) VALUES (1, 1);
INSERT INTO clock_events (stream_id, node, jumped_from, jumped_to) VALUES ('6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff', 'ear', '2026-01-01T12:00:00Z', '2026-01-01T11:00:00Z');
INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why) VALUES ('6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff', 7, '2026-01-01T12:00:00Z', '\x01', '\x02', 'a bug');
INSERT INTO checks_set_aside (check_id, why, until) VALUES (2, 'a bug', '2030-01-01T00:00:00Z');
INSERT INTO unresolved_pings (stream_id, position, target, why, heard_at) VALUES ('6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff', 9, 'nobody', 'no such check', '2026-01-01T12:00:00Z');
INSERT INTO operator_alerts (key, title, lines, section) VALUES ('disk', 'A disk is full', '{one,"two, three"}', 'disk-and-journal');
INSERT INTO control_rods (name, reason, set_by) VALUES ('upkeep', 'looking into something', 'ada@example.org');
INSERT INTO alert_lag (hour, flips, waiting, prompt, lag_max) VALUES ('2026-01-01T00:00:00Z', 3, 0, 3, 120);
INSERT INTO processes (id, node, role, version, git_commit, java, tzdata, settings_print, secrets_print, shared, settings, started_at, seen_at)
  VALUES (gen_random_uuid(), 'ear', 'up', '0', '', '17', '2025a', 'a', 'b', '{}', '{}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
