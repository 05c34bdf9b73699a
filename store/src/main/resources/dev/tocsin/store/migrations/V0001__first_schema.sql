-- Who writes which column: docs/data-flow.md. Instants are UTC, microseconds.

-- One row. A listener that finds another id than its journal has noted applies nothing.
CREATE TABLE installation (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id         uuid NOT NULL DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO installation DEFAULT VALUES;

-- People -------------------------------------------------------------------------------------

CREATE TABLE accounts (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email         text NOT NULL UNIQUE CHECK (email = lower(email)),
  password_hash text,                 -- null: they sign in by other means
  handle        uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(), -- what passkeys call the account
  operator      boolean NOT NULL DEFAULT false, -- runs this installation: sees all of it under System
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sessions (
  token_hash  bytea PRIMARY KEY,
  account_id  bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  proofs      text[] NOT NULL DEFAULT '{password}', -- how they showed who they are, last at:
  proved_at   timestamptz NOT NULL DEFAULT now(),
  created_at  timestamptz NOT NULL DEFAULT now(),
  seen_at     timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  remote_addr text,
  user_agent  text NOT NULL DEFAULT ''
);
CREATE INDEX sessions_account ON sessions (account_id);

-- Browsers in which somebody has signed in: of a new one they are told by letter.
CREATE TABLE devices (
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  hash       bytea NOT NULL,           -- of a secret in a cookie that opens nothing
  first_at   timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, hash)
);

-- Sign-ins half way: the first proof was given, a second factor is missing.
CREATE TABLE sign_in_steps (
  token_hash bytea PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  proof      text NOT NULL,
  tries      integer NOT NULL DEFAULT 0, -- wrong codes
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_steps_account ON sign_in_steps (account_id);

-- Apps that make codes (TOTP, RFC 6238). Without confirmed_at it is being set up and not asked for.
CREATE TABLE totp (
  account_id   bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  secret       bytea NOT NULL,       -- sealed with secret.key
  confirmed_at timestamptz,
  last_step    bigint NOT NULL DEFAULT 0, -- no code of this step or before it is taken again
  created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE recovery_codes (
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  hash       bytea NOT NULL,         -- HMAC-SHA256 with a key derived from secret.key
  key        text NOT NULL,          -- the fingerprint of that one
  used_at    timestamptz,
  PRIMARY KEY (account_id, hash)
);

-- Links mailed to people with an account: a new password, a new address. Using one deletes it.
CREATE TABLE account_links (
  token_hash bytea PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  purpose    text NOT NULL CHECK (purpose IN ('password', 'address')),
  email      text NOT NULL,          -- where it was mailed to
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  UNIQUE (account_id, purpose)
);

-- Letters to people about their accounts and projects, until a mail server has taken them: then the row is deleted.
CREATE TABLE account_mail (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recipient  text NOT NULL,
  letter     bytea NOT NULL,         -- sealed with secret.key: it may carry a link that opens something
  attempts   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  next_at    timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL    -- what it says is worth nothing any more
);
CREATE INDEX account_mail_next ON account_mail (next_at);

-- One-time links; the first account is created through one.
CREATE TABLE setup_links (
  token_hash bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

-- credential: the authenticator's model, the credential's id and its public key, as WebAuthn has them.
CREATE TABLE passkeys (
  code            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id      bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  credential_id   bytea NOT NULL UNIQUE,
  credential      bytea NOT NULL,
  sign_count      bigint NOT NULL, -- only ever grows, or stays 0 where the authenticator counts nothing
  backup_eligible boolean NOT NULL,
  name            text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  used_at         timestamptz
);
CREATE INDEX passkeys_account ON passkeys (account_id);

-- Challenges that were answered, until they would have expired: none is answered twice.
CREATE TABLE answered_challenges (
  hash       bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX answered_challenges_expiry ON answered_challenges (expires_at);

-- Who somebody is at the provider of single sign-on: an address may go to another person there.
CREATE TABLE identities (
  issuer     text NOT NULL,
  subject    text NOT NULL,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject),
  UNIQUE (account_id, issuer)
);

CREATE TABLE projects (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code           uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  name           text NOT NULL,
  ping_key       text NOT NULL UNIQUE,
  badge_key      uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  check_limit    integer NOT NULL,    -- this and the next three: the operator's word
  member_limit   integer NOT NULL DEFAULT 500,
  channel_limit  integer NOT NULL DEFAULT 1000,
  ping_limit     integer NOT NULL DEFAULT 0, -- pings a minute of all its checks; 0: no limit
  ping_log_limit integer NOT NULL DEFAULT 100, -- of each check; and the last failures before these
  ping_log_days  integer NOT NULL DEFAULT 0, -- none older than this; this and the next: 0: no limit
  body_days      integer NOT NULL DEFAULT 0, -- the bodies of older ones are emptied
  two_step       boolean NOT NULL DEFAULT false, -- only for who signed in by more than a password
  system         boolean NOT NULL DEFAULT false, -- the canary's: nobody's, and never shown
  created_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE members (
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  role       text NOT NULL CHECK (role IN ('owner', 'manager', 'member', 'readonly')),
  mapped     boolean NOT NULL DEFAULT false, -- given, and taken away, by a claim of single sign-on
  added_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, account_id)
);
CREATE INDEX members_account ON members (account_id);

-- Who gets the report of a project by mail. told: the period of the last one, by its label; none is
-- written twice. Whoever writes one moves next_at ten minutes on first, and to the next morning with it.
CREATE TABLE report_mail (
  project_id bigint NOT NULL,
  account_id bigint NOT NULL,
  code       uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(), -- what the link that ends it is about
  period     text NOT NULL CHECK (period IN ('week', 'month')),
  tz         text NOT NULL,
  next_at    timestamptz NOT NULL,
  told       text NOT NULL DEFAULT '',
  PRIMARY KEY (project_id, account_id),
  FOREIGN KEY (project_id, account_id) REFERENCES members ON DELETE CASCADE
);
CREATE INDEX report_mail_next ON report_mail (next_at);
CREATE INDEX report_mail_account ON report_mail (account_id);

-- Lists of checks with a name, seen by nobody else. query: the query part of the page's address.
CREATE TABLE saved_views (
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  name       text NOT NULL,
  query      text NOT NULL,
  PRIMARY KEY (account_id, project_id, name)
);
CREATE INDEX saved_views_project ON saved_views (project_id);

-- Who may become a member. Accepting or revoking deletes the row; one for an address and a project.
CREATE TABLE invitations (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code       uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  email      text NOT NULL CHECK (email = lower(email)),
  role       text NOT NULL CHECK (role IN ('owner', 'manager', 'member', 'readonly')),
  token_hash bytea NOT NULL UNIQUE,
  invited_by text NOT NULL,          -- an actor, as in audit
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  UNIQUE (project_id, email)
);

-- Projects offered to another member, who has not said yes yet.
CREATE TABLE project_offers (
  project_id bigint PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  offered_by bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Of a project, or of an account: then it opens what the account is a member of. Revoking deletes
-- the row. One look-up by hash tells everything: nobody keeps keys in memory.
CREATE TABLE api_keys (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code       uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id bigint REFERENCES projects ON DELETE CASCADE,
  account_id bigint REFERENCES accounts ON DELETE CASCADE,
  name       text NOT NULL DEFAULT '',
  read_only  boolean NOT NULL,
  two_step   boolean NOT NULL DEFAULT true, -- made by somebody who signed in by more than a password
  scopes     text[] NOT NULL DEFAULT '{checks,channels,project}'
             CHECK (scopes <@ '{checks,channels,project}'),
  hash       bytea NOT NULL UNIQUE, -- SHA-256 of a key with 160 bits of chance
  hint       text NOT NULL,         -- its last four characters
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL DEFAULT '', -- an actor, as in audit
  used_at    timestamptz,
  expires_at timestamptz,           -- null: never
  CHECK (num_nonnulls(project_id, account_id) = 1)
);
CREATE INDEX api_keys_project ON api_keys (project_id);
CREATE INDEX api_keys_account ON api_keys (account_id);

-- actor: an e-mail address, with ' api:<hint>' if it was by a key of that account; 'api:<hint>' for
-- a key of a project; 'ping:create' or 'cli'.
CREATE TABLE audit (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT now(),
  project_id bigint REFERENCES projects ON DELETE CASCADE,
  account_id bigint REFERENCES accounts ON DELETE SET NULL, -- whose own matter it is
  actor      text NOT NULL,
  action     text NOT NULL,
  detail     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_project ON audit (project_id, id);
CREATE INDEX audit_account ON audit (account_id, id) WHERE account_id IS NOT NULL;

-- Checks -------------------------------------------------------------------------------------

CREATE TABLE checks (
  id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code                uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  badge_code          uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id          bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  name                text NOT NULL DEFAULT '',
  slug                text NOT NULL DEFAULT '',
  tags                text NOT NULL DEFAULT '',
  description         text NOT NULL DEFAULT '',
  kind                text NOT NULL DEFAULT 'simple' CHECK (kind IN ('simple', 'cron', 'oncalendar')),
  timeout             interval NOT NULL DEFAULT interval '86400 s',
  grace               interval NOT NULL DEFAULT interval '3600 s',
  schedule            text NOT NULL DEFAULT '* * * * *',
  tz                  text NOT NULL DEFAULT 'UTC',
  schedule_told       boolean NOT NULL DEFAULT false, -- somebody has said when the job runs; else it is learned
  manual_resume       boolean NOT NULL DEFAULT false,
  post_only           boolean NOT NULL DEFAULT false,
  filter_subject      boolean NOT NULL DEFAULT false,
  filter_body         boolean NOT NULL DEFAULT false,
  filter_http_body    boolean NOT NULL DEFAULT false,
  filter_default_fail boolean NOT NULL DEFAULT false,
  start_kw            text NOT NULL DEFAULT '',
  success_kw          text NOT NULL DEFAULT '',
  failure_kw          text NOT NULL DEFAULT '',
  max_runtime         interval NOT NULL DEFAULT interval '0 s', -- this and the next: 0 for none
  min_runtime         interval NOT NULL DEFAULT interval '0 s',
  early               interval NOT NULL DEFAULT interval '0 s',
  failures_before_down integer NOT NULL DEFAULT 1,
  successes_before_up integer NOT NULL DEFAULT 1,
  overlapping         boolean NOT NULL DEFAULT false,
  keep_alive          boolean NOT NULL DEFAULT false,
  blind_policy        text NOT NULL DEFAULT 'excuse' CHECK (blind_policy IN ('excuse', 'extend', 'alert')),
  assertions          text NOT NULL DEFAULT '', -- what must be true of a success, one a line
  remind_every        interval,                 -- null: as its channels say; 0: never
  managed_by          text NOT NULL DEFAULT '', -- this and the channels': label of the file it is kept in
  flips_removed       bigint NOT NULL DEFAULT 0, -- by upkeep: with those still there, all that ever were
  bodies_removed      bigint NOT NULL DEFAULT 0, -- by upkeep: pings up to this number have none any more
  created_at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX checks_slug ON checks (project_id, slug);

-- What pings move, apart from the settings above. Pings must touch no indexed column (HOT updates),
-- so there is no index on status, n, last ping or deadline, nor a predicate on them. wake_at is
-- coarse: the alerter moves it, pings seldom. Whoever writes a row here holds its lock and asks the
-- state machine.
CREATE TABLE check_state (
  check_id       bigint PRIMARY KEY REFERENCES checks ON DELETE CASCADE,
  status         text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'up', 'down', 'paused')),
  n_pings        bigint NOT NULL DEFAULT 0,
  n_start        bigint,              -- of these, by kind: null is 0, the rest were successes
  n_fail         bigint,
  n_log          bigint,
  n_ign          bigint,
  last_ping      timestamptz,
  last_start     timestamptz,
  last_start_rid uuid,
  last_duration  bigint,              -- microseconds
  switched_at    timestamptz,         -- last pause or resume
  edited_at      timestamptz,         -- last change of schedule, grace, zone or policy
  progress       text,                -- what checks with a policy remember besides; null: nothing
  rhythm         bigint,              -- how soon its pings follow each other; null: not known
  credited_at    timestamptz,         -- a run was taken for done: the next one is expected from here
  credited_due   timestamptz,         -- when that run was; these four are null without credited_at
  blind_from     timestamptz,         -- nobody could have heard it
  blind_until    timestamptz,
  name_by        timestamptz,         -- unless heard by then, it is named; null: that is settled
  deadline       timestamptz,         -- goes down then, if nothing is heard; null: silence is no alarm
  wake_at        timestamptz,         -- the alerter looks then, at the latest
  rules_version  integer NOT NULL DEFAULT 1 -- moves with every change of the settings: caches compare it
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX check_state_wake_at ON check_state (wake_at) WHERE wake_at IS NOT NULL;

-- n: the order of applying, without gaps; dates may step back. No foreign key: it would cost a row
-- lock per ping; deleting a check deletes its pings, and upkeep sweeps what is left.
CREATE TABLE pings (
  check_id    bigint NOT NULL,
  n           bigint NOT NULL,
  at          timestamptz NOT NULL,
  kind        text NOT NULL,
  scheme      text NOT NULL,
  method      text NOT NULL,
  remote_addr text,
  ua          text NOT NULL,
  rid         uuid,
  exit_status smallint,
  body        bytea,
  broken      text,                   -- assertions that this success broke, and what was found, one a line
  PRIMARY KEY (check_id, n)
);

-- Changes of status, and the hand-over to the alerter: whoever changes a status inserts the flip in
-- the same transaction; the alerter's fan-out is the only maker of deliveries.
--
-- No foreign key, here and where ten thousand rows are made within a second: it would be a look-up,
-- a lock and a line of WAL for each, more than the row itself. Whoever inserts a flip holds the lock of
-- the check's state; whoever deletes that waits for it, and takes the flips along that it then sees.
CREATE TABLE flips (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  check_id   bigint NOT NULL,
  at         timestamptz NOT NULL,
  old_status text NOT NULL,
  new_status text NOT NULL,
  reason     text NOT NULL,
  fanned_out boolean NOT NULL DEFAULT false,
  noted_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX flips_check ON flips (check_id, at, id);
CREATE INDEX flips_to_fan_out ON flips (id) WHERE NOT fanned_out;
CREATE INDEX flips_noted ON flips (noted_at);

CREATE FUNCTION delete_flips() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM flips WHERE check_id = ANY(ARRAY(SELECT check_id FROM gone));
  RETURN NULL;
END $$;
CREATE TRIGGER check_state_gone AFTER DELETE ON check_state
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_flips();

-- Checks that change too often: what they do is told again in a summary, once they have settled.
CREATE TABLE flapping (
  check_id bigint PRIMARY KEY REFERENCES checks ON DELETE CASCADE,
  since    timestamptz NOT NULL,      -- the first of the changes that were too many
  last_at  timestamptz NOT NULL,      -- when the last change was handed over
  flips    integer NOT NULL
);
CREATE INDEX flapping_last ON flapping (last_at);

-- Runs that nobody heard of, and that nobody could have heard: whoever finds out inserts the row in
-- the transaction that settles it (check_state.name_by); the alerter tells people.
CREATE TABLE unverified_runs (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  check_id    bigint NOT NULL REFERENCES checks ON DELETE CASCADE,
  due         timestamptz NOT NULL,
  blind_from  timestamptz NOT NULL,
  blind_until timestamptz NOT NULL,
  certain_at  timestamptz NOT NULL,   -- not heard of by then
  told        boolean NOT NULL DEFAULT false,
  noted_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX unverified_runs_check ON unverified_runs (check_id, certain_at);
CREATE INDEX unverified_runs_untold ON unverified_runs (id) WHERE NOT told;

-- Alerts -------------------------------------------------------------------------------------

CREATE TABLE channels (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id   bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  kind         text NOT NULL,
  name         text NOT NULL DEFAULT '',
  settings     bytea NOT NULL,        -- JSON, encrypted (SecretBox)
  broken_since timestamptz,           -- the target said that it will never take a message again
  broken_why   text NOT NULL DEFAULT '',
  broken_told  timestamptz,           -- the broken_since of which somebody was told
  skip_short   boolean NOT NULL DEFAULT false, -- a down that is over before it was told is not told
  remind_every interval NOT NULL DEFAULT interval '0 s', -- of what is down and unacknowledged; 0: never
  managed_by   text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX channels_project ON channels (project_id);
CREATE INDEX channels_broken ON channels (id) WHERE broken_since IS DISTINCT FROM broken_told;

-- Gets what another channel of the project has failed to deliver, and that it has.
ALTER TABLE projects
  ADD fallback_channel_id bigint REFERENCES channels ON DELETE SET NULL;
CREATE INDEX projects_fallback ON projects (fallback_channel_id);

CREATE TABLE check_channels (
  check_id   bigint NOT NULL REFERENCES checks ON DELETE CASCADE,
  channel_id bigint NOT NULL REFERENCES channels ON DELETE CASCADE,
  PRIMARY KEY (check_id, channel_id)
);
CREATE INDEX check_channels_channel ON check_channels (channel_id);

-- The members of groups, which are channels of the same project and never groups themselves; of a
-- rota, who is on call.
CREATE TABLE channel_members (
  channel_id bigint NOT NULL REFERENCES channels ON DELETE CASCADE,
  member_id  bigint NOT NULL REFERENCES channels ON DELETE CASCADE,
  PRIMARY KEY (channel_id, member_id),
  CHECK (channel_id <> member_id)
);
CREATE INDEX channel_members_member ON channel_members (member_id);

-- Where that goes which is meant for a channel: to the members of a group, else to itself. So does
-- what is meant for a group whose members are all gone: its sender says so, and it shows as broken.
CREATE VIEW channel_targets AS
SELECT channel_id, member_id AS target_id FROM channel_members
UNION ALL
SELECT id, id FROM channels c
 WHERE NOT EXISTS (SELECT 1 FROM channel_members m WHERE m.channel_id = c.id);

-- Rotas are channels of the kind 'rota'. Who is on call now is their one member in channel_members,
-- so that alerts go there as they go to a group. The alerter turns a rota before it tells anybody of
-- anything; whoever changes one puts turns_at into the past.
CREATE TABLE rotas (
  channel_id    bigint PRIMARY KEY REFERENCES channels ON DELETE CASCADE,
  begins        timestamp NOT NULL,   -- a hand-over to the first of its people, on the clock of tz
  turn          interval NOT NULL,    -- on that clock
  tz            text NOT NULL,
  turns_at      timestamptz NOT NULL DEFAULT now(),
  calendar_hash bytea UNIQUE          -- SHA-256 of the token in the address of its calendar
);
CREATE INDEX rotas_turns ON rotas (turns_at);

-- Who takes turns, in order, and the channel that reaches them.
CREATE TABLE rota_people (
  rota_id   bigint NOT NULL REFERENCES rotas ON DELETE CASCADE,
  position  integer NOT NULL,
  name      text NOT NULL,
  member_id bigint NOT NULL REFERENCES channels ON DELETE CASCADE,
  PRIMARY KEY (rota_id, position)
);
CREATE INDEX rota_people_member ON rota_people (member_id);

-- Who stands in, and when; of several at a time the last one counts.
CREATE TABLE rota_overrides (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  rota_id   bigint NOT NULL REFERENCES rotas ON DELETE CASCADE,
  name      text NOT NULL,
  member_id bigint NOT NULL REFERENCES channels ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  ends_at   timestamptz NOT NULL,
  author    text NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX rota_overrides_rota ON rota_overrides (rota_id, ends_at);
CREATE INDEX rota_overrides_member ON rota_overrides (member_id);

-- One lane per channel; whoever holds the lease is its only sender.
CREATE TABLE lanes (
  channel_id   bigint PRIMARY KEY REFERENCES channels ON DELETE CASCADE,
  lease        uuid,
  leased_until timestamptz,
  next_at      timestamptz,           -- there may be something to do then; null: nothing
  failures     integer NOT NULL DEFAULT 0, -- in a row: the breaker
  down_sent_at timestamptz,           -- the grouping windows, downs and ups apart
  down_step    integer NOT NULL DEFAULT 0, -- messages in this window: each holds the next for longer
  up_sent_at   timestamptz,
  up_step      integer NOT NULL DEFAULT 0,
  paced_to     timestamptz,           -- the pace of the target is used up to then
  delivered    bigint NOT NULL DEFAULT 0, -- deliveries ever settled, by result: they outlive the rows
  failed       bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE INDEX lanes_due ON lanes (next_at) WHERE next_at IS NOT NULL;

-- What people are told besides flips, in words that are fixed when it is made: runs that nobody
-- could verify, a check that flaps, a channel that is broken. key: the same for the same news,
-- whoever makes it; matter: the same for all that is ever said of one matter.
CREATE TABLE notices (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  key        text NOT NULL UNIQUE,
  matter     text NOT NULL,
  kind       text NOT NULL,
  level      text NOT NULL CHECK (level IN ('problem', 'over', 'info')),
  title      text NOT NULL,
  lines      text[] NOT NULL,
  path       text NOT NULL,           -- of the page with more of it
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notices_project ON notices (project_id, id);

-- What is sent, with fixed members (deliveries.message_id). A take-over resends this very message.
CREATE TABLE messages (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id bigint NOT NULL REFERENCES channels ON DELETE CASCADE,
  key        text NOT NULL UNIQUE,    -- the same for the same news, whoever makes it; a secret
  state      text NOT NULL DEFAULT 'sending' CHECK (state IN ('sending', 'delivered', 'failed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  next_at    timestamptz NOT NULL DEFAULT now(),
  attempts   integer NOT NULL DEFAULT 0,
  settled_at timestamptz,
  returned_at timestamptz,            -- the other side had taken it, and said later that it failed
  notice_id  bigint REFERENCES notices ON DELETE SET NULL, -- what is said before the news in it
  followed_up boolean NOT NULL DEFAULT false -- it failed, and the fallback channel has its members
);
CREATE INDEX messages_sending ON messages (channel_id, next_at) WHERE state = 'sending';
CREATE INDEX messages_failed ON messages (id) WHERE state = 'failed' AND NOT followed_up;
CREATE INDEX messages_failed_of ON messages (channel_id) WHERE state = 'failed';
CREATE INDEX messages_notice ON messages (notice_id) WHERE notice_id IS NOT NULL;

-- One flip or one notice for one channel. reason: 'flip', 'test' or 'notice', or why a flip is told
-- again: 'reminder', 'escalation', 'resend'; step counts those. It waits, or is in a message, or is
-- withheld, which says why: 'flapping', 'short', 'over', or what people asked for: 'silenced',
-- 'maintenance', 'depends'; 'untold' is a recovery whose down nobody was told of. Ten thousand of
-- them are made within a second, so a row has few foreign keys: whoever makes one of a flip holds the
-- flip or its incident, and whoever makes one at all holds the lane, to wake it. Deleting these takes
-- deliveries along (delete_told, delete_waiting); whoever deletes a message deletes what is in it.
CREATE TABLE deliveries (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  flip_id    bigint,
  notice_id  bigint REFERENCES notices ON DELETE CASCADE,
  channel_id bigint NOT NULL,
  check_id   bigint,                  -- of the flip
  reason     text NOT NULL DEFAULT 'flip',
  step       integer NOT NULL DEFAULT 0,
  origin_id  bigint REFERENCES deliveries ON DELETE SET NULL, -- sent in place of that one, or again
  message_id bigint,
  withheld   text CHECK (withheld IS NULL OR (withheld <> '' AND message_id IS NULL)),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (flip_id, channel_id, reason, step)
);
CREATE UNIQUE INDEX deliveries_notice ON deliveries (notice_id, channel_id, reason, step)
  WHERE notice_id IS NOT NULL;
CREATE INDEX deliveries_waiting ON deliveries (channel_id, id)
  WHERE message_id IS NULL AND withheld IS NULL;
CREATE INDEX deliveries_origin ON deliveries (origin_id) WHERE origin_id IS NOT NULL;
CREATE INDEX deliveries_message ON deliveries (message_id) WHERE message_id IS NOT NULL;
-- By time and not by id: else the primary key would serve the order too, and a channel without any
-- delivery would have all of them read to find none.
CREATE INDEX deliveries_check ON deliveries (check_id, created_at, id);
CREATE INDEX deliveries_channel ON deliveries (channel_id, created_at, id);
CREATE INDEX deliveries_withheld ON deliveries (channel_id, created_at, id) WHERE withheld IS NOT NULL;

CREATE FUNCTION delete_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM deliveries WHERE channel_id = ANY(ARRAY(SELECT channel_id FROM gone));
  RETURN NULL;
END $$;
CREATE TRIGGER lanes_gone AFTER DELETE ON lanes
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_waiting();

CREATE TABLE attempts (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
  at         timestamptz NOT NULL DEFAULT now(),
  took       interval NOT NULL,
  verdict    text NOT NULL CHECK (verdict IN ('delivered', 'try_again', 'give_up', 'returned')),
  detail     text NOT NULL DEFAULT ''
);
CREATE INDEX attempts_message ON attempts (message_id, id);

-- Incidents ----------------------------------------------------------------------------------

-- A time in which a check was down. Fan-out opens and closes it, with the flips that it hands over.
-- The check and its project are those of the flip, the down; an incident that is over goes with it. look_at: the alerter sees then whether there
-- is something to say: what was withheld, a reminder, an escalation; null: nothing will be.
CREATE TABLE incidents (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id  bigint NOT NULL,
  check_id    bigint NOT NULL,
  flip_id     bigint NOT NULL UNIQUE,
  opened_at   timestamptz NOT NULL,
  reason      text NOT NULL,
  closed_at   timestamptz,
  closed_by   text,                   -- the status that ended it
  told_at     timestamptz,            -- when its down was handed over to be told; null: withheld
  withheld    text,                   -- why it was not told at first, as in deliveries
  acked_at    timestamptz,
  acked_by    text,                   -- an e-mail address, or an actor as in audit
  acked_how   text CHECK (acked_how IN ('page', 'api', 'link')),
  assignee_id bigint REFERENCES accounts ON DELETE SET NULL,
  look_at     timestamptz,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
  CHECK ((acked_at IS NULL) = (acked_how IS NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX incidents_open ON incidents (check_id) WHERE closed_at IS NULL;
CREATE INDEX incidents_project ON incidents (project_id, opened_at, id);
CREATE INDEX incidents_project_open ON incidents (project_id, opened_at, id) WHERE closed_at IS NULL;
CREATE INDEX incidents_check ON incidents (check_id, opened_at, id);
CREATE INDEX incidents_look ON incidents (look_at) WHERE look_at IS NOT NULL;

-- The incidents first: who tells of an open one again holds its row, and what that one makes is seen then.
CREATE FUNCTION delete_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM incidents WHERE flip_id = ANY(ARRAY(SELECT id FROM gone));
  DELETE FROM deliveries WHERE flip_id = ANY(ARRAY(SELECT id FROM gone));
  RETURN NULL;
END $$;
CREATE TRIGGER flips_gone AFTER DELETE ON flips
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_told();

CREATE TABLE incident_notes (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incident_id bigint NOT NULL REFERENCES incidents ON DELETE CASCADE,
  at          timestamptz NOT NULL DEFAULT now(),
  author      text NOT NULL,
  body        text NOT NULL
);
CREATE INDEX incident_notes_incident ON incident_notes (incident_id, id);

-- Whom else to tell of what has been down and unacknowledged for so long.
CREATE TABLE escalations (
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  after      interval NOT NULL,
  channel_id bigint NOT NULL REFERENCES channels ON DELETE CASCADE,
  PRIMARY KEY (project_id, after, channel_id)
);
CREATE INDEX escalations_channel ON escalations (channel_id);

-- Nobody is told then of a check, of checks with a tag, or of a whole project.
CREATE TABLE silences (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code       uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  check_id   bigint REFERENCES checks ON DELETE CASCADE,
  tag        text,
  reason     text NOT NULL DEFAULT '',
  author     text NOT NULL,
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(check_id, tag) <= 1),
  CHECK (ends_at >= starts_at)
);
CREATE INDEX silences_project ON silences (project_id, ends_at);
CREATE INDEX silences_check ON silences (check_id) WHERE check_id IS NOT NULL;

-- Times in which work is expected: once, from starts_at, or whenever the schedule says, for so long.
CREATE TABLE maintenance (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code       uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  check_id   bigint REFERENCES checks ON DELETE CASCADE,
  tag        text,
  name       text NOT NULL DEFAULT '',
  author     text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('once', 'cron', 'oncalendar')),
  starts_at  timestamptz CHECK ((starts_at IS NULL) = (kind <> 'once')),
  schedule   text NOT NULL DEFAULT '',
  tz         text NOT NULL DEFAULT 'UTC',
  lasts      interval NOT NULL CHECK (lasts > interval '0 s'),
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(check_id, tag) <= 1)
);
CREATE INDEX maintenance_project ON maintenance (project_id);
CREATE INDEX maintenance_check ON maintenance (check_id) WHERE check_id IS NOT NULL;

-- While the other is down, nobody is told that the one is. No circles: whoever adds a row holds the
-- lock of the project's row and has looked.
CREATE TABLE check_depends (
  check_id    bigint NOT NULL REFERENCES checks ON DELETE CASCADE,
  on_check_id bigint NOT NULL REFERENCES checks ON DELETE CASCADE,
  PRIMARY KEY (check_id, on_check_id),
  CHECK (check_id <> on_check_id)
);
CREATE INDEX check_depends_on ON check_depends (on_check_id);

-- Status pages -------------------------------------------------------------------------------

-- What a project shows to everybody, or to those who know the page's password.
CREATE TABLE status_pages (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code          uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  project_id    bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  slug          text NOT NULL UNIQUE,  -- the end of its address
  name          text NOT NULL,
  about         text NOT NULL DEFAULT '',
  host          text CHECK (host = lower(host)), -- null: it has no host name of its own
  host_proven_at timestamptz,          -- null: it is not shown there; many may ask for a name
  host_seen_at  timestamptz,           -- when its record was there last
  host_looked_at timestamptz,
  host_next_at  timestamptz NOT NULL DEFAULT now(), -- when to look again
  host_problem  text NOT NULL DEFAULT '', -- what was wrong at the last look, for people
  password_hash text,                  -- null: everybody may look
  tags          text[] NOT NULL DEFAULT '{}', -- checks with any of these; empty: all of the project
  logo          bytea,
  logo_type     text CHECK (logo_type IN ('image/png', 'image/jpeg')),
  subscribable  boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CHECK ((logo IS NULL) = (logo_type IS NULL))
);
CREATE INDEX status_pages_project ON status_pages (project_id);
CREATE UNIQUE INDEX status_pages_host ON status_pages (host) WHERE host_proven_at IS NOT NULL;

-- Headings of a page: a check stands under the first that has one of its tags.
CREATE TABLE status_sections (
  page_id bigint NOT NULL REFERENCES status_pages ON DELETE CASCADE,
  place   integer NOT NULL,
  title   text NOT NULL,
  tags    text[] NOT NULL,
  PRIMARY KEY (page_id, place)
);

-- How a page shows a check otherwise than by its name, and at which place; 0: after the others.
CREATE TABLE status_page_checks (
  page_id  bigint NOT NULL REFERENCES status_pages ON DELETE CASCADE,
  check_id bigint NOT NULL REFERENCES checks ON DELETE CASCADE,
  name     text NOT NULL DEFAULT '',
  hidden   boolean NOT NULL DEFAULT false,
  place    integer NOT NULL DEFAULT 0,
  PRIMARY KEY (page_id, check_id)
);
CREATE INDEX status_page_checks_check ON status_page_checks (check_id);

-- What people tell the visitors of a page. An incident goes on while ends_at is null.
CREATE TABLE announcements (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code       uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  page_id    bigint NOT NULL REFERENCES status_pages ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('incident', 'maintenance')),
  title      text NOT NULL,
  impact     text NOT NULL CHECK (impact IN ('none', 'minor', 'major')),
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz CHECK (ends_at >= starts_at),
  author     text NOT NULL,            -- an actor, as in audit
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (kind = 'incident' OR ends_at IS NOT NULL)
);
CREATE INDEX announcements_page ON announcements (page_id, starts_at);

CREATE TABLE announcement_updates (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  announcement_id bigint NOT NULL REFERENCES announcements ON DELETE CASCADE,
  at              timestamptz NOT NULL DEFAULT now(),
  state           text NOT NULL CHECK (state IN ('investigating', 'identified', 'watching', 'resolved',
                                                 'planned', 'under_way', 'done')),
  body            text NOT NULL,
  author          text NOT NULL
);
CREATE INDEX announcement_updates_of ON announcement_updates (announcement_id, id);

-- Who is told what is announced on a page, once confirmed. target: an e-mail address or a URL,
-- sealed with secret.key; the fingerprint, a MAC of it, tells whether it is there already.
CREATE TABLE status_subscribers (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  page_id      bigint NOT NULL REFERENCES status_pages ON DELETE CASCADE,
  kind         text NOT NULL CHECK (kind IN ('email', 'webhook')),
  target       bytea NOT NULL,
  fingerprint  bytea NOT NULL,
  confirmed_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (page_id, fingerprint)
);
CREATE INDEX status_subscribers_told ON status_subscribers (page_id, id) WHERE confirmed_at IS NOT NULL;
CREATE INDEX status_subscribers_asked ON status_subscribers (created_at) WHERE confirmed_at IS NULL;

-- Updates of which subscribers are still to be told: those with a larger id than told_to.
CREATE TABLE status_news (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  update_id bigint NOT NULL UNIQUE REFERENCES announcement_updates ON DELETE CASCADE,
  told_to   bigint NOT NULL DEFAULT 0
);

-- Calls to webhooks of subscribers, until they are taken or stale. challenge: it must be answered with
-- what is in it, and then the subscriber is confirmed.
CREATE TABLE status_calls (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscriber_id bigint NOT NULL REFERENCES status_subscribers ON DELETE CASCADE,
  challenge     boolean NOT NULL DEFAULT false,
  body          text NOT NULL,
  attempts      integer NOT NULL DEFAULT 0,
  next_at       timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL
);
CREATE INDEX status_calls_next ON status_calls (next_at);
CREATE INDEX status_calls_subscriber ON status_calls (subscriber_id);

-- Listening ----------------------------------------------------------------------------------

-- One start of a ping listener. cursor: the journal position after the last applied record.
-- heard_through: every ping it accepted up to then is in this database.
CREATE TABLE streams (
  id            uuid PRIMARY KEY,
  node          text NOT NULL,
  address       text NOT NULL DEFAULT '',
  opened_at     timestamptz NOT NULL,
  cursor        bigint NOT NULL DEFAULT 0,
  heard_through timestamptz NOT NULL,
  closed_at     timestamptz,
  closed_why    text CHECK (closed_why IN ('stopped', 'ended', 'dead', 'cut_off')),
  stalled_why   text,
  -- The clock of the node was wrong until it heard ours: to the stamps of its records before this
  -- position so many microseconds are added. Written with the row, and never again.
  wrong_before  bigint NOT NULL DEFAULT 0,
  wrong_by      bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);

-- Time in which a stream could not accept pings, though its process was there; written in the
-- transaction that moves heard_through over it. What lies between streams needs no row: nobody
-- listened then.
CREATE TABLE deaf_times (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream_id uuid NOT NULL,
  node      text NOT NULL,
  since     timestamptz NOT NULL,
  until     timestamptz NOT NULL,
  cause     text NOT NULL,
  noted_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (stream_id, since, cause),
  CHECK (until > since)
);
CREATE INDEX deaf_times_until ON deaf_times (until);

-- Blind time as people see it: written by the alerter, once for each interval, when the watermark
-- has passed it. Judgement does not read it, but what the streams left behind.
CREATE TABLE blind_times (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  since    timestamptz NOT NULL UNIQUE,
  until    timestamptz NOT NULL,
  causes   text[] NOT NULL,           -- of deaf_times, or why a stream ended
  noted_at timestamptz NOT NULL DEFAULT now(),
  CHECK (until > since)
);
CREATE INDEX blind_times_until ON blind_times (until);

-- Projects with something to be told of it, until all is said. runs: so many were due in it.
CREATE TABLE blind_projects (
  blind_id   bigint NOT NULL REFERENCES blind_times ON DELETE CASCADE,
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  runs       integer NOT NULL,
  PRIMARY KEY (blind_id, project_id)
);

-- The runs that it may have hidden, until each was heard, named or missed.
CREATE TABLE blind_runs (
  blind_id bigint NOT NULL REFERENCES blind_times ON DELETE CASCADE,
  check_id bigint NOT NULL REFERENCES checks ON DELETE CASCADE,
  PRIMARY KEY (blind_id, check_id)
);

-- A stream's clock jumped: what it stamped before lies on another scale than what it stamped after.
-- jumped_to is earlier than jumped_from if it was set back by more than stamps hold still for.
CREATE TABLE clock_events (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream_id   uuid NOT NULL,
  node        text NOT NULL,
  jumped_from timestamptz NOT NULL,
  jumped_to   timestamptz NOT NULL,
  noted_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (stream_id, jumped_from, jumped_to)
);

-- Records that could not be applied: set aside, so that those behind them go on.
CREATE TABLE quarantine (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream_id uuid NOT NULL,
  position  bigint NOT NULL,
  heard_at  timestamptz NOT NULL,
  record    bytea NOT NULL,           -- for people: lines of text, an empty line, the body
  ping      bytea NOT NULL,           -- as in a journal, to be applied again
  why       text NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  wanted_at timestamptz,              -- an operator wants it applied: the next listener to see it does
  wanted_by text NOT NULL DEFAULT '',
  tried_at  timestamptz,              -- when that failed last, and why
  tried_why text NOT NULL DEFAULT '',
  settled   text CHECK (settled IN ('replayed', 'discarded')),
  settled_at timestamptz,
  settled_by text NOT NULL DEFAULT '',
  UNIQUE (stream_id, position)
);
CREATE INDEX quarantine_wanted ON quarantine (wanted_at, id) WHERE wanted_at IS NOT NULL;

-- Checks that the alerter cannot judge, a bug of ours: left alone until then, and then tried again.
CREATE TABLE checks_set_aside (
  check_id bigint PRIMARY KEY REFERENCES checks ON DELETE CASCADE,
  why      text NOT NULL,
  since    timestamptz NOT NULL DEFAULT now(),
  times    integer NOT NULL DEFAULT 1,
  until    timestamptz NOT NULL
);

-- Pings that were answered 200 while the database was away, and whose target then did not exist.
CREATE TABLE unresolved_pings (
  stream_id uuid NOT NULL,
  position  bigint NOT NULL,
  target    text NOT NULL,
  why       text NOT NULL,
  heard_at  timestamptz NOT NULL,
  PRIMARY KEY (stream_id, position)
);
CREATE INDEX unresolved_pings_heard ON unresolved_pings (heard_at);

-- Operators ----------------------------------------------------------------------------------

-- What the people who run this installation are told of: one row per matter while it lasts,
-- whichever processes see it. key names the matter.
CREATE TABLE operator_alerts (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key        text NOT NULL,
  title      text NOT NULL,
  lines      text[] NOT NULL,
  section    text NOT NULL,           -- of docs/operations.md, where there is more about it
  opened_at  timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(), -- it still held then
  closed_at  timestamptz,
  again      text NOT NULL DEFAULT 'unless_acked' CHECK (again IN ('unless_acked', 'daily', 'never')),
  next_at    timestamptz DEFAULT now(), -- to be told then, by whoever takes it; null: not again
  attempts   integer NOT NULL DEFAULT 0, -- at this telling
  reached    text[] NOT NULL DEFAULT '{}', -- the contacts that have taken this telling
  tellings   integer NOT NULL DEFAULT 0, -- that are complete
  escalated  boolean NOT NULL DEFAULT false, -- the second contacts were told too
  acked_at   timestamptz,
  acked_by   text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX operator_alerts_open ON operator_alerts (key) WHERE closed_at IS NULL;
CREATE INDEX operator_alerts_due ON operator_alerts (next_at) WHERE next_at IS NOT NULL;

-- Control rods: what operators switched off for a while, at run time; names as in ControlRods. Every
-- process asks; none needs them.
CREATE TABLE control_rods (
  name   text PRIMARY KEY,
  reason text NOT NULL CHECK (reason <> ''),
  set_by text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  until  timestamptz                  -- null: until somebody clears it
);

-- How long alerts about missed deadlines took, by the hour in which the flip was written; in
-- milliseconds. found: from the deadline to the flip. told: from there to the first attempt to tell
-- of it. lag: both. Written once the hour is over, and again while some of it waits.
CREATE TABLE alert_lag (
  hour      timestamptz PRIMARY KEY,
  flips     bigint NOT NULL,          -- of which somebody was to be told
  waiting   bigint NOT NULL,          -- of these, nobody was tried yet
  prompt    bigint NOT NULL,          -- of these, tried within 10 s of the deadline
  found_p50 bigint, found_p99 bigint,
  told_p50  bigint, told_p99 bigint,
  lag_p50   bigint, lag_p99 bigint, lag_max bigint
);

-- Running processes: what each is, and what it says of itself every ten seconds. shared: those
-- settings that must be the same everywhere, a name and a value (or a fingerprint of it) in turn.
-- Two with the same prints have the same settings: all but what is a machine's own, secrets apart.
CREATE TABLE processes (
  id             uuid PRIMARY KEY,
  node           text NOT NULL,
  role           text NOT NULL,
  version        text NOT NULL,
  git_commit     text NOT NULL,         -- empty: not known
  java           text NOT NULL,
  tzdata         text NOT NULL,
  settings_print text NOT NULL,
  secrets_print  text NOT NULL,         -- empty: it has no key to make it with
  shared         text[] NOT NULL,
  settings       jsonb NOT NULL,        -- those in effect, with where each is from; no secret
  started_at     timestamptz NOT NULL,
  seen_at        timestamptz NOT NULL DEFAULT now(),
  state          jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 50);
