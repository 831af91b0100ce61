-- Approvals go stale: what they rest on, what strikes them, and how that is found at any depth without reading them one by one.

-- 1. The table ----------------------------------------------------------------------------------------------------------------------------
-- Orders approvals among the changes that may strike them: whoever approves, and whoever commits a change that is left to be judged, draws under one lock.
CREATE SEQUENCE approval_moments;
ALTER TABLE "approvals" ADD COLUMN "moment" BIGINT NOT NULL, ADD COLUMN "told_at" TIMESTAMPTZ(3), ADD COLUMN "reminded_at" TIMESTAMPTZ(3);
ALTER TABLE approvals
  DROP CONSTRAINT approvals_check,
  ADD CONSTRAINT approvals_stale_since CHECK (CASE status WHEN 'stale' THEN stale_at IS NOT NULL AND stale_reason IS NOT NULL WHEN 'fresh' THEN stale_at IS NULL ELSE true END);
-- Of a hundred thousand that go stale at once each index is written a hundred thousand times: those of fresh ones let go without.
DROP INDEX "approvals_asset_id_status_idx";
DROP INDEX "approvals_version_id_status_idx";
DROP INDEX "approvals_status_valid_until_idx";
CREATE INDEX "approvals_asset_id_approved_at_id_idx" ON "approvals"("asset_id", "approved_at", "id");
-- With all that is asked to find which are struck, so that the wide rows are not read for it.
CREATE INDEX approvals_fresh ON approvals (version_id) INCLUDE (id, asset_id, moment) WHERE status = 'fresh';
CREATE INDEX approvals_ending ON approvals (valid_until) WHERE status = 'fresh';
-- Stale, and nobody has been told yet.
CREATE INDEX approvals_untold ON approvals (id) WHERE status = 'stale' AND told_at IS NULL;

-- CreateTable
CREATE TABLE "approvals_due" (
    "id" BIGSERIAL NOT NULL,
    "team_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "asset_id" UUID NOT NULL,
    "version_id" UUID,
    "ref" UUID,
    "before" TEXT,
    "actor_id" UUID,
    "transaction" BIGINT NOT NULL,
    "moment" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approvals_due_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approvals_due_transaction_idx" ON "approvals_due"("transaction");

ALTER TABLE approvals_due
  ADD CHECK (what IN ('version.registered', 'lineage.recorded', 'lineage.removed', 'asset.retired', 'asset.changed', 'signal.raised'));

-- 2. What a version rests on ---------------------------------------------------------------------------------------------------------------
-- A step each: what it was made from and judged by, the model that an endpoint runs, and the repository that holds it. Where else it is stored or runs
-- is not what it is made of. All steps behind a version are what an approval of it names. lib/reviews/approvals/rules.ts says the same.
CREATE FUNCTION is_repository(which uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (SELECT a.kind FROM asset_versions v JOIN assets a ON a.id = v.asset_id WHERE v.id = which) = 'repository'
$$;
CREATE VIEW approval_arrows AS
SELECT l.id AS arrow, CASE l.relation WHEN 'deployed_to' THEN l.to_version_id ELSE l.from_version_id END AS version_id,
  CASE l.relation WHEN 'deployed_to' THEN l.from_version_id ELSE l.to_version_id END AS origin_id, l.created_at, l.removed_at
FROM lineage l
WHERE l.relation IN ('trained_on', 'derived_from', 'evaluated_on', 'built_by', 'deployed_to') OR l.relation = 'stored_in' AND is_repository(l.to_version_id);
REVOKE ALL ON approval_arrows FROM PUBLIC;

-- The same by either end, each by its index: what a version rests on, and what rests on it.
CREATE FUNCTION arrows_upstream(version uuid) RETURNS TABLE (arrow uuid, version_id uuid, origin_id uuid, created_at timestamptz, removed_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT l.id, l.from_version_id, l.to_version_id, l.created_at, l.removed_at FROM lineage l
  WHERE l.from_version_id = version AND (l.relation IN ('trained_on', 'derived_from', 'evaluated_on', 'built_by') OR l.relation = 'stored_in' AND is_repository(l.to_version_id))
  UNION ALL
  SELECT l.id, l.to_version_id, l.from_version_id, l.created_at, l.removed_at FROM lineage l WHERE l.to_version_id = version AND l.relation = 'deployed_to'
$$;
CREATE FUNCTION arrows_downstream(origin uuid) RETURNS TABLE (arrow uuid, version_id uuid, origin_id uuid, created_at timestamptz, removed_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT l.id, l.from_version_id, l.to_version_id, l.created_at, l.removed_at FROM lineage l
  WHERE l.to_version_id = origin AND (l.relation IN ('trained_on', 'derived_from', 'evaluated_on', 'built_by') OR l.relation = 'stored_in' AND is_repository(l.to_version_id))
  UNION ALL
  SELECT l.id, l.to_version_id, l.from_version_id, l.created_at, l.removed_at FROM lineage l WHERE l.from_version_id = origin AND l.relation = 'deployed_to'
$$;

-- Everything upstream of a version, whatever team it is of. Ids and digests alone: the caller shows only what its reader may see.
CREATE FUNCTION approval_upstream(version uuid) RETURNS TABLE (version_id uuid, asset_id uuid, digest text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  WITH RECURSIVE reached AS (
    SELECT version AS id
    UNION SELECT o.origin_id FROM reached r CROSS JOIN LATERAL arrows_upstream(r.id) o WHERE o.removed_at IS NULL)
  SELECT v.id, v.asset_id, v.root_digest FROM reached r JOIN asset_versions v ON v.id = r.id WHERE r.id <> version
$$;
REVOKE ALL ON FUNCTION approval_upstream(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approval_upstream(uuid) TO gatehouse_app;

-- 3. What may strike approvals -------------------------------------------------------------------------------------------------------------
-- A new version of an asset that had one, or was approved without any: with other bytes than the one before it, or with none known.
CREATE FUNCTION make_approvals_due_by_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO approvals_due (team_id, what, asset_id, version_id, actor_id, transaction, moment)
  SELECT n.team_id, 'version.registered', n.asset_id, n.id, nullif(current_setting('app.actor_id', true), '')::uuid, pg_current_xact_id()::text::bigint, nextval('approval_moments')
  FROM after n LEFT JOIN LATERAL (
    SELECT v.root_digest FROM asset_versions v WHERE v.asset_id = n.asset_id AND (v.registered_at, v.id) < (n.registered_at, n.id)
    ORDER BY v.registered_at DESC, v.id DESC LIMIT 1) former ON true
  WHERE (former.root_digest = n.root_digest) IS NOT TRUE
    AND (EXISTS (SELECT FROM asset_versions v WHERE v.asset_id = n.asset_id AND v.xmin <> pg_current_xact_id()::xid)
      OR EXISTS (SELECT FROM approvals p WHERE p.asset_id = n.asset_id AND p.status = 'fresh' AND p.version_id IS NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER approvals_due AFTER INSERT ON asset_versions REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_approvals_due_by_version();

-- An arrow that comes or goes. One from a version that the same change registers joins nothing that anybody approved.
CREATE FUNCTION make_approvals_due_by_lineage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO approvals_due (team_id, what, asset_id, version_id, ref, actor_id, transaction, moment)
    SELECT v.team_id, 'lineage.recorded', v.asset_id, v.id, n.id, nullif(current_setting('app.actor_id', true), '')::uuid, pg_current_xact_id()::text::bigint, nextval('approval_moments')
    FROM after n JOIN approval_arrows o ON o.arrow = n.id JOIN asset_versions v ON v.id = o.version_id
    WHERE n.removed_at IS NULL AND v.xmin <> pg_current_xact_id()::xid;
  ELSE
    INSERT INTO approvals_due (team_id, what, asset_id, version_id, ref, actor_id, transaction, moment)
    SELECT v.team_id, 'lineage.removed', v.asset_id, v.id, n.id, nullif(current_setting('app.actor_id', true), '')::uuid, pg_current_xact_id()::text::bigint, nextval('approval_moments')
    FROM after n JOIN before b ON b.id = n.id JOIN approval_arrows o ON o.arrow = n.id JOIN asset_versions v ON v.id = o.version_id
    WHERE b.removed_at IS NULL AND n.removed_at IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER approvals_due_added AFTER INSERT ON lineage REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_approvals_due_by_lineage();
CREATE TRIGGER approvals_due_changed AFTER UPDATE ON lineage REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT
  EXECUTE FUNCTION make_approvals_due_by_lineage();

-- Does anything rest on a version of the asset?
CREATE FUNCTION is_upstream(asset uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM asset_versions v CROSS JOIN LATERAL arrows_downstream(v.id) o WHERE v.asset_id = asset AND o.removed_at IS NULL)
$$;
REVOKE ALL ON FUNCTION is_upstream(uuid) FROM PUBLIC;

-- A governed field of an asset that was approved (whoever approves holds its row, so that one of the two sees the other), and the end of one that others
-- rest on.
CREATE FUNCTION make_approvals_due_by_asset() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM after) THEN RETURN NULL; END IF;
  INSERT INTO approvals_due (team_id, what, asset_id, before, actor_id, transaction, moment)
  SELECT c.team_id, c.what, c.id, c.stage_before, nullif(current_setting('app.actor_id', true), '')::uuid, pg_current_xact_id()::text::bigint, nextval('approval_moments')
  FROM (
    SELECT a.id, a.team_id, w.what, nullif(b.stage, a.stage) AS stage_before
    FROM after a JOIN before b ON b.id = a.id, LATERAL (VALUES
      ('asset.changed', (a.stage, a.exposure, a.data_class) IS DISTINCT FROM (b.stage, b.exposure, b.data_class)),
      ('asset.retired', a.status = 'retired' AND b.status <> 'retired')) w (what, happened)
    WHERE w.happened OFFSET 0
  ) c
  WHERE CASE c.what WHEN 'asset.retired' THEN is_upstream(c.id) ELSE has_fresh_approval(c.id) END;
  RETURN NULL;
END $$;
CREATE FUNCTION has_fresh_approval(asset uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM approvals p WHERE p.asset_id = asset AND p.status = 'fresh')
$$;
REVOKE ALL ON FUNCTION has_fresh_approval(uuid) FROM PUBLIC;
CREATE TRIGGER approvals_due AFTER UPDATE ON assets REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_approvals_due_by_asset();

-- A signal: raised, raised again, or worse than it was. One that says that a review is late does not ask for more reviews.
CREATE FUNCTION make_approvals_due_by_signal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.cleared_at IS NOT NULL OR NEW.source = 'review' THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' AND OLD.cleared_at IS NULL
    AND array_position(ARRAY['medium', 'high', 'critical'], NEW.severity) <= array_position(ARRAY['medium', 'high', 'critical'], OLD.severity) THEN RETURN NULL; END IF;
  INSERT INTO approvals_due (team_id, what, asset_id, ref, actor_id, transaction, moment)
  SELECT NEW.team_id, 'signal.raised', NEW.asset_id, NEW.id, nullif(current_setting('app.actor_id', true), '')::uuid, pg_current_xact_id()::text::bigint, nextval('approval_moments')
  WHERE has_fresh_approval(NEW.asset_id) OR is_upstream(NEW.asset_id);
  RETURN NULL;
END $$;
CREATE TRIGGER approvals_due_added AFTER INSERT ON signals FOR EACH ROW EXECUTE FUNCTION make_approvals_due_by_signal();
CREATE TRIGGER approvals_due_changed AFTER UPDATE OF severity, cleared_at ON signals FOR EACH ROW EXECUTE FUNCTION make_approvals_due_by_signal();

-- 4. Judging ---------------------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION next_stage(stage text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'])[array_position(ARRAY['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'], stage) + 1]
$$;

-- The governed field of an asset that is no longer as it was approved, or null. To go on to the stage that the approval is for is no change.
CREATE FUNCTION changed_field(p approvals, a assets, stage_before text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN a.exposure <> p.governed ->> 'exposure' THEN 'exposure'
    WHEN a.data_class <> p.governed ->> 'dataClass' THEN 'data_class'
    WHEN stage_before IS NOT NULL AND a.stage IS DISTINCT FROM coalesce(p.stage, next_stage(p.governed ->> 'stage')) THEN 'stage'
  END
$$;
-- Why approvals go stale by a change, as it is kept: what, on which asset, by whom, and what belongs to it; of a governed field, for each by itself.
CREATE FUNCTION why_stale(d approvals_due) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('asset', d.asset_id, 'by', d.actor_id) || CASE d.what
    WHEN 'version.registered' THEN jsonb_build_object('what', d.what, 'version', d.version_id)
    WHEN 'asset.retired' THEN jsonb_build_object('what', d.what)
    WHEN 'signal.raised' THEN jsonb_build_object('what', d.what, 'signal', d.ref)
    WHEN 'asset.changed' THEN '{}'
    ELSE (SELECT jsonb_build_object('what', d.what, 'version', o.version_id, 'origin', o.origin_id, 'arrow', o.arrow) FROM approval_arrows o WHERE o.arrow = d.ref)
  END)
$$;
-- "passed": the asset went on to its next stage, as it should.
CREATE FUNCTION why_changed(p approvals, stage_before text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(CASE changed_field(p, a, stage_before)
    WHEN 'exposure' THEN jsonb_build_object('what', 'exposure.changed', 'before', p.governed ->> 'exposure', 'after', a.exposure)
    WHEN 'data_class' THEN jsonb_build_object('what', 'data_class.changed', 'before', p.governed ->> 'dataClass', 'after', a.data_class)
    ELSE jsonb_build_object('what', 'stage.changed', 'before', stage_before, 'after', a.stage, 'passed', CASE WHEN a.stage = next_stage(stage_before) THEN true END)
  END) FROM assets a WHERE a.id = p.asset_id
$$;

-- Makes stale what the changes that wait have struck: those of this transaction ("own"), or the oldest of all that were left to the job. Walks downstream
-- over distinct versions, in one statement; where that reaches more than "most", nothing is judged, and the changes are left to the job. Returns what
-- became stale, and whether anything is left.
CREATE FUNCTION judge_approvals(own boolean, most integer) RETURNS TABLE (struck uuid[], left_over boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  here bigint := pg_current_xact_id()::text::bigint;
  taken bigint[];
  recorded uuid[];
  removed uuid[];
  dues bigint[];
  parts text[];
  versions uuid[];
  found_ids uuid[];
  found_dues bigint[];
BEGIN
  IF own THEN
    taken := ARRAY(SELECT d.id FROM approvals_due d WHERE d.transaction = here ORDER BY d.id LIMIT 1001);
    IF taken = '{}' THEN RETURN QUERY SELECT '{}'::uuid[], false; RETURN; END IF;
    -- Whoever approves waits for the end of this transaction, or this for theirs: one of the two sees the other.
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('gatehouse.approvals', 0));
    UPDATE approvals_due d SET moment = nextval('approval_moments') WHERE d.transaction = here;
    IF cardinality(taken) > 1000 THEN RETURN QUERY SELECT '{}'::uuid[], true; RETURN; END IF;
  ELSE
    taken := ARRAY(SELECT d.id FROM approvals_due d ORDER BY d.id LIMIT 100);
    IF taken = '{}' THEN RETURN QUERY SELECT '{}'::uuid[], false; RETURN; END IF;
  END IF;
  recorded := ARRAY(SELECT d.ref FROM approvals_due d WHERE d.id = ANY (taken) AND d.what = 'lineage.recorded');
  removed := ARRAY(SELECT d.ref FROM approvals_due d WHERE d.id = ANY (taken) AND d.what = 'lineage.removed');

  -- Reached: whatever rests on what changed. Of an arrow, less what rests on its origin by another way: before it came, or after it went.
  SELECT coalesce(array_agg(r.due), '{}'), coalesce(array_agg(r.part), '{}'), coalesce(array_agg(r.version_id), '{}') INTO dues, parts, versions FROM (
    WITH RECURSIVE walk(due, part, version_id) AS (
      SELECT s.due, s.part, s.version_id FROM (
        SELECT d.id AS due, 'reached' AS part, v.id AS version_id
        FROM approvals_due d JOIN asset_versions v ON v.asset_id = d.asset_id LEFT JOIN asset_versions n ON n.id = d.version_id
        WHERE d.id = ANY (taken) AND d.what IN ('asset.retired', 'signal.raised', 'version.registered')
          AND (n.id IS NULL OR v.id <> n.id AND (v.root_digest = n.root_digest) IS NOT TRUE)
        UNION ALL
        SELECT d.id, 'reached', d.version_id FROM approvals_due d WHERE d.id = ANY (taken) AND d.what IN ('lineage.recorded', 'lineage.removed')
        UNION ALL
        SELECT d.id, d.what, o.origin_id FROM approvals_due d JOIN approval_arrows o ON o.arrow = d.ref
        WHERE d.id = ANY (taken) AND d.what IN ('lineage.recorded', 'lineage.removed')) s
      UNION
      SELECT w.due, w.part, o.version_id FROM walk w CROSS JOIN LATERAL arrows_downstream(w.version_id) o
      WHERE CASE WHEN w.part = 'lineage.recorded' THEN (o.removed_at IS NULL OR o.arrow = ANY (removed)) AND o.arrow <> ALL (recorded) ELSE o.removed_at IS NULL END)
    SELECT w.due, w.part, w.version_id FROM walk w LIMIT most + 1) r;
  IF cardinality(dues) > most THEN RETURN QUERY SELECT '{}'::uuid[], true; RETURN; END IF;

  SELECT coalesce(array_agg(f.id ORDER BY f.id), '{}'), coalesce(array_agg(f.due ORDER BY f.id), '{}') INTO found_ids, found_dues FROM (
    SELECT DISTINCT ON (h.id) h.id, h.due FROM (
      SELECT p.id, d.id AS due
      FROM (SELECT w.due, w.version_id FROM unnest(dues, parts, versions) w(due, part, version_id) WHERE w.part = 'reached'
        EXCEPT SELECT w.due, w.version_id FROM unnest(dues, parts, versions) w(due, part, version_id) WHERE w.part <> 'reached') r
      JOIN approvals p ON p.version_id = r.version_id AND p.status = 'fresh' JOIN approvals_due d ON d.id = r.due
      WHERE d.moment > p.moment AND (p.asset_id <> d.asset_id OR d.what NOT IN ('version.registered', 'asset.retired'))
      UNION ALL
      SELECT p.id, d.id FROM approvals_due d JOIN approvals p ON p.asset_id = d.asset_id AND p.status = 'fresh' JOIN assets a ON a.id = p.asset_id
      WHERE d.id = ANY (taken) AND d.moment > p.moment AND CASE d.what
        WHEN 'version.registered' THEN p.version_id IS NULL
        WHEN 'signal.raised' THEN true
        WHEN 'asset.changed' THEN changed_field(p, a, d.before) IS NOT NULL
        ELSE false END) h
    ORDER BY h.id, h.due) f;
  -- In one order, so that no two changes wait for each other.
  IF own THEN PERFORM FROM approvals p WHERE p.id = ANY (found_ids) ORDER BY p.id FOR NO KEY UPDATE; END IF;
  WITH reasons AS MATERIALIZED (
    SELECT d.id, d.before, d.what = 'asset.changed' AS of_fields, why_stale(d) AS reason FROM approvals_due d WHERE d.id = ANY (taken)
  ), staled AS (
    UPDATE approvals p SET status = 'stale', stale_at = clock_timestamp(),
      stale_reason = CASE WHEN r.of_fields THEN r.reason || why_changed(p, r.before) ELSE r.reason END
    FROM unnest(found_ids, found_dues) f(id, due) JOIN reasons r ON r.id = f.due
    WHERE p.id = f.id AND p.status = 'fresh' RETURNING p.id)
  SELECT coalesce(array_agg(s.id), '{}') INTO found_ids FROM staled s;
  DELETE FROM approvals_due d WHERE d.id = ANY (taken);
  RETURN QUERY SELECT found_ids, NOT own AND EXISTS (SELECT FROM approvals_due);
END $$;
REVOKE ALL ON FUNCTION judge_approvals(boolean, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION judge_approvals(boolean, integer) TO gatehouse_app;

-- Might a change that still waits to be judged strike it? While any does, nobody relies on it.
CREATE FUNCTION approval_in_doubt(approval uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approvals_due) THEN RETURN false; END IF;
  RETURN EXISTS (
    SELECT FROM approvals p JOIN approvals_due d ON d.moment > p.moment
    WHERE p.id = approval AND (d.asset_id = p.asset_id OR EXISTS (
      SELECT FROM jsonb_array_elements(p.upstream) o JOIN asset_versions v ON v.id = (o ->> 'version')::uuid WHERE v.asset_id = d.asset_id)));
END $$;
REVOKE ALL ON FUNCTION approval_in_doubt(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approval_in_doubt(uuid) TO gatehouse_app;

-- The versions from what changed to what was approved, along the arrows as they stood when it went stale, by the shortest way. What strikes the asset
-- itself, and time, has a way of one.
CREATE FUNCTION approval_path(approval uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  p approvals;
  goals uuid[];
  ahead uuid[] := '{}';
  nodes uuid[];
  parents uuid[] := ARRAY[NULL]::uuid[];
  step_nodes uuid[];
  step_parents uuid[];
  node uuid;
  path uuid[] := '{}';
BEGIN
  SELECT * INTO p FROM approvals WHERE id = approval AND stale_reason IS NOT NULL;
  IF p.version_id IS NULL THEN RETURN '{}'; END IF;
  CASE
    WHEN p.stale_reason ->> 'what' IN ('lineage.recorded', 'lineage.removed') THEN
      goals := ARRAY[(p.stale_reason ->> 'version')::uuid];
      ahead := ARRAY[(p.stale_reason ->> 'origin')::uuid];
    WHEN p.stale_reason ->> 'what' = 'version.registered' THEN
      ahead := ARRAY[(p.stale_reason ->> 'version')::uuid];
      goals := ARRAY(SELECT v.id FROM asset_versions v, asset_versions n
        WHERE n.id = ahead[1] AND v.asset_id = n.asset_id AND v.id <> n.id AND (v.root_digest = n.root_digest) IS NOT TRUE);
    WHEN p.stale_reason ->> 'what' IN ('asset.retired', 'signal.raised') THEN
      goals := ARRAY(SELECT v.id FROM asset_versions v WHERE v.asset_id = (p.stale_reason ->> 'asset')::uuid);
    ELSE RETURN ARRAY[p.version_id];
  END CASE;
  nodes := ARRAY[p.version_id];
  step_nodes := nodes;
  WHILE NOT step_nodes && goals LOOP
    SELECT array_agg(r.origin_id), array_agg(r.version_id) INTO step_nodes, step_parents FROM (
      SELECT DISTINCT ON (o.origin_id) o.origin_id, o.version_id FROM unnest(step_nodes) n(id) CROSS JOIN LATERAL arrows_upstream(n.id) o
      WHERE o.origin_id <> ALL (nodes)
        AND (o.removed_at IS NULL OR o.removed_at > p.stale_at) AND o.created_at <= p.stale_at + interval '1 minute'
      ORDER BY o.origin_id, o.version_id) r;
    IF step_nodes IS NULL THEN RETURN ahead || p.version_id; END IF;
    nodes := nodes || step_nodes;
    parents := parents || step_parents;
  END LOOP;
  SELECT min(s.id::text)::uuid INTO node FROM unnest(step_nodes) s(id) WHERE s.id = ANY (goals);
  WHILE node IS NOT NULL LOOP
    path := path || node;
    node := parents[array_position(nodes, node)];
  END LOOP;
  RETURN ahead || path;
END $$;
REVOKE ALL ON FUNCTION approval_path(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approval_path(uuid) TO gatehouse_app;

-- 5. What follows ------------------------------------------------------------------------------------------------------------------------------
-- Takes approvals that went stale and nobody was told of: their reviews become stale with them, whatever team they are of. Returns whom and what to tell; what changed
-- has a name where it is of the same team.
CREATE FUNCTION follow_stale_approvals(which uuid[]) RETURNS TABLE (id uuid, review_id uuid, team_id uuid, asset_id uuid, asset_name text, version_label text,
  stage text, template text, title text, reason jsonb, changed_name text, review_staled boolean, people uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY WITH told AS (
    UPDATE approvals p SET told_at = clock_timestamp() WHERE p.id = ANY (which) AND p.status = 'stale' AND p.told_at IS NULL RETURNING p.*
  ), staled AS (
    UPDATE reviews r SET status = 'stale', updated_at = clock_timestamp(), version = r.version + 1
    FROM told t WHERE r.id = t.review_id AND r.status IN ('approved', 'conditions') RETURNING r.id
  )
  SELECT t.id, t.review_id, t.team_id, t.asset_id, a.name, v.label, t.stage, r.template, r.title, t.stale_reason,
    (SELECT c.name FROM assets c WHERE c.id = (t.stale_reason ->> 'asset')::uuid AND c.team_id = t.team_id), s.id IS NOT NULL,
    ARRAY(SELECT a.owner_id WHERE a.owner_id IS NOT NULL UNION SELECT r.requested_by WHERE r.requested_by IS NOT NULL
      UNION SELECT o.user_id FROM review_votes o WHERE o.review_id = r.id AND o.round = r.round)
  FROM told t JOIN reviews r ON r.id = t.review_id JOIN assets a ON a.id = t.asset_id LEFT JOIN asset_versions v ON v.id = t.version_id LEFT JOIN staled s ON s.id = r.id
  ORDER BY t.id;
END $$;
REVOKE ALL ON FUNCTION follow_stale_approvals(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION follow_stale_approvals(uuid[]) TO gatehouse_app;

-- 6. Row-level security and the application's role ---------------------------------------------------------------------------------------------
ALTER TABLE approvals_due ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON approvals_due FOR SELECT USING ((SELECT current_setting('app.every_team', true)) = 'on'
  OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[]));
GRANT SELECT ON approvals_due TO gatehouse_app;
GRANT USAGE ON SEQUENCE approval_moments TO gatehouse_app;
