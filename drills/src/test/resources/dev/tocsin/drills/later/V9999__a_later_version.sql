-- What a release may do beside the processes of the one before: add, and fill in.
ALTER TABLE checks ADD COLUMN runbook text NOT NULL DEFAULT '';
ALTER TABLE check_state ADD COLUMN seen_by text;
CREATE TABLE runbooks (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  check_id bigint NOT NULL REFERENCES checks ON DELETE CASCADE,
  body     text NOT NULL
);
CREATE INDEX runbooks_check ON runbooks (check_id);
UPDATE checks SET runbook = 'none yet';
