-- 1. Notifications: the order in which people are told, what is written later, and what follows the asset ---------------------------------
CREATE SEQUENCE notification_positions AS bigint;
ALTER TABLE notifications
  -- The place in the order in which everybody is told; given once the change is committed. Null until then.
  ADD COLUMN position BIGINT,
  -- Of a notice whose text is written for its reader: what it is about, by id.
  ADD COLUMN ids JSONB NOT NULL DEFAULT '{}',
  -- The mail that it goes in.
  ADD COLUMN mail_id UUID,
  DROP COLUMN digest,
  DROP COLUMN mailed_at;
CREATE UNIQUE INDEX notifications_position_key ON notifications (position);
CREATE INDEX notifications_unplaced ON notifications (created_at) WHERE position IS NULL;
CREATE INDEX notifications_asset_id_idx ON notifications (asset_id);
CREATE INDEX notifications_mail_id_idx ON notifications (mail_id);
CREATE INDEX notifications_user_id_position_idx ON notifications (user_id, position);
-- Whose team an asset is decides who may hear of it: its notices follow it.
ALTER TABLE notifications ADD CONSTRAINT notifications_asset_fkey
  FOREIGN KEY (asset_id, team_id) REFERENCES assets (id, team_id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE notifications ADD CONSTRAINT notifications_team_of_asset CHECK (asset_id IS NULL OR team_id IS NOT NULL);

-- 2. Mails that tell of them, one notice each or a digest of many. Claimed, handed over, sent: so that a killed sender sends nothing twice.
CREATE TABLE notice_mails (
  id UUID NOT NULL,
  user_id UUID NOT NULL,
  digest BOOLEAN NOT NULL DEFAULT false,
  due_at TIMESTAMPTZ(3) NOT NULL,
  status TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at TIMESTAMPTZ(3) NOT NULL,
  last_error TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  done_at TIMESTAMPTZ(3),
  CONSTRAINT notice_mails_pkey PRIMARY KEY (id),
  CHECK (status IN ('waiting', 'handed', 'sent', 'dropped', 'failed'))
);
CREATE UNIQUE INDEX notice_mails_digest ON notice_mails (user_id, due_at) WHERE digest;
CREATE INDEX notice_mails_status_next_at_idx ON notice_mails (status, next_at);
ALTER TABLE notice_mails ENABLE ROW LEVEL SECURITY;
CREATE POLICY house ON notice_mails USING ((SELECT current_setting('app.write_every_team', true)) = 'on')
  WITH CHECK ((SELECT current_setting('app.write_every_team', true)) = 'on');
GRANT SELECT, INSERT, UPDATE, DELETE ON notice_mails TO gatehouse_app;
GRANT USAGE ON SEQUENCE notification_positions TO gatehouse_app;

-- 3. Webhooks: two secrets while one is rotated, and what became of each attempt -----------------------------------------------------------
ALTER TABLE webhooks
  ADD COLUMN former_secret TEXT,
  ADD COLUMN former_until TIMESTAMPTZ(3),
  -- Why it stands still where nobody switched it off.
  ADD COLUMN disabled_reason TEXT;
ALTER TABLE webhook_deliveries
  ADD COLUMN asset_id UUID,
  -- Attempts, the last ten: [{at, status, error, milliseconds, excerpt}].
  ADD COLUMN tries JSONB NOT NULL DEFAULT '[]';
CREATE INDEX webhook_deliveries_webhook_id_created_at_id_idx ON webhook_deliveries (webhook_id, created_at DESC, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at) WHERE status = 'waiting';
CREATE INDEX webhook_deliveries_asset_id_idx ON webhook_deliveries (asset_id);
ALTER TABLE webhook_deliveries ADD CONSTRAINT webhook_deliveries_asset_fkey
  FOREIGN KEY (asset_id, team_id) REFERENCES assets (id, team_id) ON DELETE RESTRICT ON UPDATE CASCADE;
GRANT DELETE ON webhooks TO gatehouse_app;

-- 4. The door: files what people and webhooks are told, within the change that it tells of. Whoever acts may not write other people's rows,
-- nor see the organisation's webhooks; this does, and gives nothing back. What is filed under a key once is not filed again.
CREATE FUNCTION file_notices(items jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH given AS (
    SELECT * FROM jsonb_to_recordset(items) AS each (event text, key text, team_id uuid, asset_id uuid, subject_type text, subject_id uuid,
      title text, body text, href text, ids jsonb, people jsonb, outward boolean, payload jsonb)
  ), told AS (
    INSERT INTO notifications (id, user_id, event, key, team_id, asset_id, subject_type, subject_id, title, body, href, ids)
    SELECT person.id, person.user_id, g.event, g.key, g.team_id, g.asset_id, g.subject_type, g.subject_id, g.title, g.body, g.href, g.ids
    FROM given g CROSS JOIN LATERAL jsonb_to_recordset(g.people) AS person (id uuid, user_id uuid)
    ON CONFLICT (user_id, key) DO NOTHING
  )
  INSERT INTO webhook_deliveries (id, webhook_id, team_id, asset_id, event, key, payload, next_at)
  SELECT gen_random_uuid(), w.id, g.team_id, g.asset_id, g.event, g.key, g.payload, now()
  FROM given g JOIN webhooks w ON w.enabled AND g.event = ANY (w.events) AND (w.team_id IS NULL OR w.team_id = g.team_id)
  WHERE g.outward
  ON CONFLICT (webhook_id, key) DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION file_notices(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION file_notices(jsonb) TO gatehouse_app;
