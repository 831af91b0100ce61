-- AlterTable
ALTER TABLE "waivers" ADD COLUMN "content" JSONB NOT NULL,
ADD COLUMN "ended_by" UUID,
ADD COLUMN "ended_note" TEXT,
ADD COLUMN "noticed_at" TIMESTAMPTZ(3),
ADD COLUMN "owners" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateIndex
CREATE INDEX "waivers_team_id_status_until_idx" ON "waivers"("team_id", "status", "until");

-- What follows is written by hand.

-- 1. A verdict says of itself what the row says; what is out of the ordinary has its reason ---------------------------------------------
ALTER TABLE promotions
  ADD CONSTRAINT promotion_stages CHECK (
    from_stage IN ('collect', 'validate', 'develop', 'deploy', 'monitor', 'change') AND
    to_stage IN ('collect', 'validate', 'develop', 'deploy', 'monitor', 'change') AND from_stage <> to_stage),
  ADD CONSTRAINT promotion_verdict CHECK ((verdict ->> 'passed')::boolean = passed),
  ADD CONSTRAINT promotion_reason CHECK (act = 'promote' OR length(btrim(reason)) >= 10),
  ADD CONSTRAINT promotion_digest CHECK (root_digest ~ '^[0-9a-f]{64}$');
CREATE INDEX promotions_at ON promotions (at, id);

-- 2. The stage of an asset that exists changes together with a verdict that passed, written before it in the same transaction -----------
-- Reads past row-level security: whoever may write the asset wrote the verdict.
CREATE FUNCTION require_promotion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM promotions p WHERE p.asset_id = NEW.id AND p.from_stage = OLD.stage AND p.to_stage = NEW.stage AND p.passed
      AND p.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'an asset goes to another stage by promotion alone' USING ERRCODE = 'GH008';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER promoted BEFORE UPDATE OF stage ON assets FOR EACH ROW WHEN (NEW.stage IS DISTINCT FROM OLD.stage) EXECUTE FUNCTION require_promotion();

-- 3. Waivers: asked for in one's own name, decided by another, as they were asked for --------------------------------------------------------
-- Ninety days are counted in the person's zone to the end of that day: with the change of clocks, up to 91 days and an hour.
ALTER TABLE waivers DROP CONSTRAINT waivers_check;
ALTER TABLE waivers
  ADD CONSTRAINT waiver_within_ninety_days CHECK (until <= requested_at + interval '91 days 2 hours'),
  ADD CONSTRAINT waiver_stage CHECK (stage IN ('collect', 'validate', 'develop', 'deploy', 'monitor', 'change')),
  ADD CONSTRAINT waiver_has_reason CHECK (length(btrim(reason)) >= 20),
  ADD CONSTRAINT waiver_of_its_requirement CHECK (content ->> 'key' = requirement),
  ADD CONSTRAINT waiver_refused_with_note CHECK (status <> 'refused' OR coalesce(btrim(note), '') <> ''),
  ADD CONSTRAINT waiver_revoked_with_note CHECK (status <> 'revoked' OR (ended_by IS NOT NULL AND coalesce(btrim(ended_note), '') <> '')),
  ADD CONSTRAINT waiver_ended_at CHECK ((status IN ('withdrawn', 'revoked', 'ended')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT waiver_decided CHECK ((decided_by IS NULL) = (decided_at IS NULL));
CREATE POLICY asked_for ON waivers AS RESTRICTIVE FOR INSERT
  WITH CHECK (status = 'requested' AND requested_by = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));

-- Who owned the asset when it was asked for does not decide either; the database writes it down.
CREATE FUNCTION guard_waiver() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asset_owner uuid;
  actor text := current_setting('app.actor_id', true);
BEGIN
  SELECT a.owner_id INTO asset_owner FROM assets a WHERE a.id = NEW.asset_id;
  IF TG_OP = 'INSERT' THEN
    NEW.owners := array_remove(ARRAY[asset_owner], NULL);
  ELSE
    -- Later owners are added by the trigger on assets, and by nothing else.
    IF (NEW.id, NEW.asset_id, NEW.stage, NEW.requirement, NEW.content, NEW.requested_by, NEW.requested_at, NEW.reason)
      IS DISTINCT FROM (OLD.id, OLD.asset_id, OLD.stage, OLD.requirement, OLD.content, OLD.requested_by, OLD.requested_at, OLD.reason)
      OR NEW.owners IS DISTINCT FROM OLD.owners AND (pg_trigger_depth() < 2 OR NOT NEW.owners @> OLD.owners) THEN
      RAISE EXCEPTION 'What was asked for stays as it was.' USING ERRCODE = 'GH010';
    END IF;
    IF NEW.until <> OLD.until AND NOT (OLD.status = 'requested' AND NEW.status = 'granted' AND NEW.until < OLD.until) THEN
      RAISE EXCEPTION 'A waiver may be granted for a shorter time than asked for, and holds for no other afterwards.' USING ERRCODE = 'GH010';
    END IF;
    IF OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at, NEW.note) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.note) THEN
      RAISE EXCEPTION 'A decision stays as it was.' USING ERRCODE = 'GH010';
    END IF;
    IF NEW.status <> OLD.status AND NOT (
      (OLD.status = 'requested' AND NEW.status IN ('granted', 'refused', 'withdrawn', 'ended'))
      OR (OLD.status = 'granted' AND NEW.status IN ('revoked', 'ended'))
    ) THEN
      RAISE EXCEPTION 'A waiver that is % does not become %.', OLD.status, NEW.status USING ERRCODE = 'GH010';
    END IF;
  END IF;
  IF NEW.decided_by IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decided_by IS NULL) THEN
    IF NEW.decided_by IN (asset_owner, NEW.requested_by) OR NEW.decided_by = ANY (NEW.owners) OR NOT EXISTS (SELECT FROM users u WHERE u.id = NEW.decided_by) THEN
      RAISE EXCEPTION 'A person decides who neither asked for it nor owns the asset.' USING ERRCODE = 'GH005';
    END IF;
    IF TG_OP = 'UPDATE' AND actor IS NOT NULL AND actor <> NEW.decided_by::text THEN
      RAISE EXCEPTION 'Whoever decides does so in their own name.' USING ERRCODE = 'GH005';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guarded BEFORE INSERT OR UPDATE ON waivers FOR EACH ROW EXECUTE FUNCTION guard_waiver();
CREATE INDEX waivers_requested_at ON waivers (requested_at, id);

-- 4. How many active assets stand at which stage: a measure of its own in tallies ---------------------------------------------------------------
CREATE FUNCTION tally_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO tallies (measure, team_id, kind, stage, level, n)
    SELECT 'standing', team_id, kind, stage, 0, count(*) FROM after WHERE status = 'active' GROUP BY 2, 3, 4;
  ELSE
    INSERT INTO tallies (measure, team_id, kind, stage, level, n)
    SELECT 'standing', d.team_id, d.kind, d.stage, 0, sum(d.sign) FROM (
      SELECT b.team_id, b.kind, b.stage, -1 AS sign FROM before b JOIN after a ON a.id = b.id
      WHERE b.status = 'active' AND (a.team_id, a.kind, a.status, a.stage) IS DISTINCT FROM (b.team_id, b.kind, b.status, b.stage)
      UNION ALL
      SELECT a.team_id, a.kind, a.stage, 1 FROM after a JOIN before b ON a.id = b.id
      WHERE a.status = 'active' AND (a.team_id, a.kind, a.status, a.stage) IS DISTINCT FROM (b.team_id, b.kind, b.status, b.stage)
    ) d GROUP BY 2, 3, 4 HAVING sum(d.sign) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER standing_added AFTER INSERT ON assets REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_standing();
CREATE TRIGGER standing_changed AFTER UPDATE ON assets REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_standing();
INSERT INTO tallies (measure, team_id, kind, stage, level, n)
SELECT 'standing', team_id, kind, stage, 0, count(*) FROM assets WHERE status = 'active' GROUP BY 2, 3, 4;

-- 5. A column of the board, for everyone and for a team, in the order of names ----------------------------------------------------------------
CREATE INDEX assets_by_stage ON assets (stage, (lower(name) COLLATE "C"), id) WHERE status = 'active';
CREATE INDEX assets_by_team_and_stage ON assets (team_id, stage, (lower(name) COLLATE "C"), id) WHERE status = 'active';
