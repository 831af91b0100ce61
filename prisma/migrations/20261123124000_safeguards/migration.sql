-- CreateTable
CREATE TABLE "inheritance_changes" (
    "id" BIGSERIAL NOT NULL,
    "safeguard_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "state_before" TEXT NOT NULL,
    "state_after" TEXT NOT NULL,
    "ended" BOOLEAN NOT NULL,
    "cause" TEXT NOT NULL,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inheritance_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "safeguards_control_id_idx" ON "safeguards"("control", "id");

-- CreateIndex
CREATE INDEX "safeguards_updated_at_id_idx" ON "safeguards"("updated_at", "id");

-- What follows is written by hand: the orders of the list, and inheritance, which the database keeps true whoever changes what it rests on.

-- The list's orders, written as lib/risks/safeguards/list/sql.ts writes them: whatever has no day comes last.
CREATE INDEX safeguards_by_state ON safeguards (array_position(ARRAY['planned', 'implemented', 'verified', 'not_applicable'], state), id);
CREATE INDEX safeguards_by_due ON safeguards (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz), id);
CREATE INDEX safeguards_by_evidence ON safeguards (coalesce(evidence_until, '9999-12-31T00:00:00Z'::timestamptz), id);

-- 1. One hop: what is inherited is of the same control, for an asset, and from a safeguard that inherits nothing itself; it takes that one's
-- state as it is at this moment ----------------------------------------------------------------------------------------------------
CREATE FUNCTION check_inheritance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  source safeguards;
BEGIN
  -- Whoever makes the source inherit at this moment waits, and then finds an heir.
  SELECT * INTO source FROM safeguards WHERE id = NEW.inherited_from FOR SHARE;
  IF NEW.asset_id IS NULL OR source.control <> NEW.control OR source.state = 'not_applicable' OR source.inherited_from IS NOT NULL
    OR EXISTS (SELECT FROM safeguards WHERE inherited_from = NEW.id) THEN
    RAISE EXCEPTION 'this safeguard cannot inherit from that one' USING ERRCODE = '23514', CONSTRAINT = 'safeguard_inherits_one_hop';
  END IF;
  NEW.state := source.state;
  NEW.evidence_until := source.evidence_until;
  RETURN NEW;
END $$;
CREATE TRIGGER inheritance_added BEFORE INSERT ON safeguards FOR EACH ROW WHEN (NEW.inherited_from IS NOT NULL) EXECUTE FUNCTION check_inheritance();
CREATE TRIGGER inheritance_changed BEFORE UPDATE OF inherited_from ON safeguards FOR EACH ROW
  WHEN (NEW.inherited_from IS NOT NULL AND NEW.inherited_from IS DISTINCT FROM OLD.inherited_from) EXECUTE FUNCTION check_inheritance();

-- 2. Heirs follow -----------------------------------------------------------------------------------------------------------------
-- Until when a safeguard's own evidence holds: one piece is enough, so the last of them to expire; null where one never does, or none is there.
CREATE FUNCTION evidence_until(safeguard uuid) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN count(*) = count(expires_at) THEN max(expires_at) END FROM evidence WHERE safeguard_id = safeguard AND removed_at IS NULL
$$;

-- What hangs on heirs: their assets' risks are due, and the log has to be told.
CREATE FUNCTION tell_inheritance(heir safeguards, source uuid, state_before text, ended boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  cause text := coalesce(current_setting('app.announced', true), '');
  actor uuid := nullif(current_setting('app.actor_id', true), '')::uuid;
BEGIN
  IF ended OR state_before <> heir.state THEN
    INSERT INTO inheritance_changes (safeguard_id, source_id, state_before, state_after, ended, cause, actor_id)
    VALUES (heir.id, source, state_before, heir.state, ended, cause, actor);
  END IF;
  INSERT INTO risks_due (asset_id, team_id, cause, actor_id, transaction)
  SELECT a.id, a.team_id, cause, actor, pg_current_xact_id()::text::bigint FROM assets a WHERE a.id = heir.asset_id;
END $$;
REVOKE ALL ON FUNCTION tell_inheritance(safeguards, uuid, text, boolean) FROM PUBLIC;

-- Whoever no longer inherits starts again: planned, with its own evidence.
CREATE FUNCTION end_inheritance(heirs uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  former safeguards;
  heir safeguards;
BEGIN
  FOR former IN SELECT * FROM safeguards WHERE id = ANY (heirs) AND inherited_from IS NOT NULL ORDER BY id FOR NO KEY UPDATE LOOP
    UPDATE safeguards SET state = 'planned', inherited_from = NULL, evidence_until = evidence_until(former.id), updated_at = now(), version = version + 1
    WHERE id = former.id RETURNING * INTO heir;
    PERFORM tell_inheritance(heir, former.inherited_from, former.state, true);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION end_inheritance(uuid[]) FROM PUBLIC;

-- What is verified at its source is verified at each heir, in the same transaction; what does not apply there gives nothing on.
CREATE FUNCTION follow_source() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  former safeguards;
  heir safeguards;
BEGIN
  IF NEW.state = 'not_applicable' OR NEW.inherited_from IS NOT NULL THEN
    PERFORM end_inheritance(ARRAY(SELECT id FROM safeguards WHERE inherited_from = NEW.id));
    RETURN NULL;
  END IF;
  FOR former IN SELECT * FROM safeguards WHERE inherited_from = NEW.id ORDER BY id FOR NO KEY UPDATE LOOP
    UPDATE safeguards SET state = NEW.state, evidence_until = NEW.evidence_until, updated_at = now(), version = version + 1
    WHERE id = former.id RETURNING * INTO heir;
    PERFORM tell_inheritance(heir, NEW.id, former.state, false);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER heirs_follow AFTER UPDATE ON safeguards FOR EACH ROW
  WHEN (NEW.inherited_from IS NULL AND (NEW.state, NEW.evidence_until) IS DISTINCT FROM (OLD.state, OLD.evidence_until)) EXECUTE FUNCTION follow_source();

-- 3. What inheritance rests on ends ---------------------------------------------------------------------------------------------
-- One inherits from an asset that one's own was made from or stands on: where a version of the one points at a version of the other, unless it
-- was only evaluated on it. lib/risks/safeguards/inheritance/queries.ts asks the same.
CREATE FUNCTION rests_on(asset uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM lineage l JOIN asset_versions f ON f.id = l.from_version_id JOIN asset_versions t ON t.id = l.to_version_id
    WHERE l.removed_at IS NULL AND l.relation <> 'evaluated_on' AND f.asset_id = asset AND t.asset_id = other)
$$;
REVOKE ALL ON FUNCTION rests_on(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rests_on(uuid, uuid) TO gatehouse_app;

CREATE FUNCTION end_inheritance_by_lineage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM end_inheritance(ARRAY(
    SELECT h.id FROM asset_versions f, asset_versions t, safeguards h, safeguards s
    WHERE f.id = NEW.from_version_id AND t.id = NEW.to_version_id AND h.asset_id = f.asset_id AND s.id = h.inherited_from AND s.asset_id = t.asset_id
      AND NOT rests_on(f.asset_id, t.asset_id)));
  RETURN NULL;
END $$;
CREATE TRIGGER inheritance_ends AFTER UPDATE ON lineage FOR EACH ROW
  WHEN (OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL) EXECUTE FUNCTION end_inheritance_by_lineage();

-- Whatever an asset inherits was decided by its team: in another it starts again. And a retired asset's safeguards are nobody's work any more.
CREATE FUNCTION end_inheritance_by_asset() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.team_id IS DISTINCT FROM OLD.team_id THEN
    PERFORM end_inheritance(ARRAY(SELECT id FROM safeguards WHERE asset_id = NEW.id AND inherited_from IS NOT NULL));
  END IF;
  IF NEW.status = 'retired' AND OLD.status <> 'retired' THEN
    PERFORM end_inheritance(ARRAY(SELECT h.id FROM safeguards s JOIN safeguards h ON h.inherited_from = s.id WHERE s.asset_id = NEW.id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER inheritance_ends AFTER UPDATE ON assets FOR EACH ROW
  WHEN (NEW.team_id IS DISTINCT FROM OLD.team_id OR NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION end_inheritance_by_asset();

-- 4. An assignment can be undone: a safeguard that nobody has touched since may go, and no other -------------------------------------------
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'planned' AND OLD.version = 1 AND NOT EXISTS (SELECT FROM evidence WHERE safeguard_id = OLD.id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'a safeguard that was worked on stays' USING ERRCODE = 'GH002';
END $$;
CREATE TRIGGER stays BEFORE DELETE ON safeguards FOR EACH ROW EXECUTE FUNCTION refuse_removal();
GRANT DELETE ON safeguards TO gatehouse_app;

-- 5. What the log has to be told is for the house alone ---------------------------------------------------------------------------
ALTER TABLE inheritance_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON inheritance_changes FOR SELECT USING ((SELECT current_setting('app.every_team', true)) = 'on');
CREATE POLICY deletable ON inheritance_changes FOR DELETE USING ((SELECT current_setting('app.write_every_team', true)) = 'on');
GRANT SELECT, DELETE ON inheritance_changes TO gatehouse_app;
