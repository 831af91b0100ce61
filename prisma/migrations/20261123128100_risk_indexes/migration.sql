-- DropIndex
DROP INDEX "risk_changes_at_idx";

-- DropIndex
DROP INDEX "risk_changes_team_id_at_idx";

-- DropIndex
DROP INDEX "risks_by_threat";

-- CreateIndex
CREATE INDEX "risks_by_threat" ON "risks"("threat", "level", "id");

-- DropIndex
DROP INDEX "tallies_measure_team_id_idx";

-- CreateIndex
CREATE INDEX "tallies_measure_team_id_kind_stage_level_x_y_n_idx" ON "tallies"("measure", "team_id", "kind", "stage", "level", "x", "y", "n");

-- What follows is written by hand.

-- 1. One index by threat serves the list, which went by one of its own, and the preview of a catalogue's change. What no longer applies is at level 0,
-- at the end of its threat.
DROP INDEX risks_of_threat_by_level;

-- 2. Triggers that look at what a statement changed. One that changed nothing costs them a look (settling says INSERT and UPDATE in one statement,
-- and mostly one of them has nothing to do), and each changed row is met once, for what it was and for what it is. They keep joining by hash.
CREATE OR REPLACE FUNCTION make_risks_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM after) THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO risks_due (asset_id, team_id, cause, actor_id, transaction)
    SELECT id, team_id, coalesce(current_setting('app.announced', true), ''), nullif(current_setting('app.actor_id', true), '')::uuid,
      pg_current_xact_id()::text::bigint FROM after;
  ELSE
    INSERT INTO risks_due (asset_id, team_id, cause, actor_id, transaction)
    SELECT a.id, a.team_id, coalesce(current_setting('app.announced', true), ''), nullif(current_setting('app.actor_id', true), '')::uuid,
      pg_current_xact_id()::text::bigint
    FROM after a JOIN before b ON b.id = a.id
    WHERE (a.kind, a.stage, a.criticality, a.exposure, a.data_class, a.status, a.team_id)
      IS DISTINCT FROM (b.kind, b.stage, b.criticality, b.exposure, b.data_class, b.status, b.team_id);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tally_assets() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM after) THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO tallies (measure, team_id, kind, stage, level, n)
    SELECT 'asset', a.team_id, a.kind, s.stage, s.level, count(*) FROM after a, LATERAL (VALUES ('', a.level), ('collect', a.level_collect),
      ('validate', a.level_validate), ('develop', a.level_develop), ('deploy', a.level_deploy), ('monitor', a.level_monitor), ('change', a.level_change)) s (stage, level)
    WHERE a.status = 'active' GROUP BY 2, 3, 4, 5;
  ELSE
    INSERT INTO tallies (measure, team_id, kind, stage, level, n)
    SELECT 'asset', s.team_id, s.kind, s.stage, s.level, sum(s.sign)
    FROM before b JOIN after a ON a.id = b.id, LATERAL (
      SELECT b.team_id, b.kind, t.stage, t.level, -1 AS sign FROM (VALUES ('', b.level), ('collect', b.level_collect), ('validate', b.level_validate),
        ('develop', b.level_develop), ('deploy', b.level_deploy), ('monitor', b.level_monitor), ('change', b.level_change)) t (stage, level) WHERE b.status = 'active'
      UNION ALL
      SELECT a.team_id, a.kind, t.stage, t.level, 1 FROM (VALUES ('', a.level), ('collect', a.level_collect), ('validate', a.level_validate),
        ('develop', a.level_develop), ('deploy', a.level_deploy), ('monitor', a.level_monitor), ('change', a.level_change)) t (stage, level) WHERE a.status = 'active'
    ) s
    WHERE (a.team_id, a.kind, a.status, a.level, a.level_collect, a.level_validate, a.level_develop, a.level_deploy, a.level_monitor, a.level_change)
      IS DISTINCT FROM (b.team_id, b.kind, b.status, b.level, b.level_collect, b.level_validate, b.level_develop, b.level_deploy, b.level_monitor, b.level_change)
    GROUP BY 2, 3, 4, 5 HAVING sum(s.sign) <> 0;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tally_risks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM after) THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO tallies (measure, team_id, kind, stage, level, x, y, n)
    SELECT m.measure, r.team_id, r.kind, m.stage, r.level, m.x, m.y, count(*) FROM after r, LATERAL (VALUES
      ('risk', r.stage, r.likelihood, r.impact), ('coverage', r.stage, r.coverage, 0::smallint), ('age', '', month_number(r.opened_at), 0::smallint)) m (measure, stage, x, y)
    WHERE r.applies GROUP BY 1, 2, 3, 4, 5, 6, 7;
  ELSE
    INSERT INTO tallies (measure, team_id, kind, stage, level, x, y, n)
    SELECT m.measure, m.team_id, m.kind, m.stage, m.level, m.x, m.y, sum(m.sign)
    FROM before b JOIN after a ON a.id = b.id, LATERAL (VALUES
      ('risk', b.applies, b.team_id, b.kind, b.stage, b.level, b.likelihood, b.impact, -1),
      ('risk', a.applies, a.team_id, a.kind, a.stage, a.level, a.likelihood, a.impact, 1),
      ('coverage', b.applies, b.team_id, b.kind, b.stage, b.level, b.coverage, 0::smallint, -1),
      ('coverage', a.applies, a.team_id, a.kind, a.stage, a.level, a.coverage, 0::smallint, 1),
      ('age', b.applies, b.team_id, b.kind, '', b.level, month_number(b.opened_at), 0::smallint, -1),
      ('age', a.applies, a.team_id, a.kind, '', a.level, month_number(a.opened_at), 0::smallint, 1)) m (measure, applies, team_id, kind, stage, level, x, y, sign)
    WHERE m.applies AND (a.team_id, a.kind, a.applies, a.level, a.likelihood, a.impact, a.coverage, a.opened_at)
      IS DISTINCT FROM (b.team_id, b.kind, b.applies, b.level, b.likelihood, b.impact, b.coverage, b.opened_at)
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(m.sign) <> 0;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tally_treated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM after WHERE treated_after IS NOT NULL) THEN RETURN NULL; END IF;
    INSERT INTO tallies (measure, team_id, kind, stage, level, x, y, n)
    SELECT 'treated', c.team_id, r.kind, r.stage, c.level_before, month_number(c.at), days_bucket(c.treated_after), count(*)
    FROM after c JOIN risks r ON r.id = c.risk_id WHERE c.treated_after IS NOT NULL GROUP BY 2, 3, 4, 5, 6, 7;
  ELSE
    -- A change is never edited, but its team follows the asset.
    INSERT INTO tallies (measure, team_id, kind, stage, level, x, y, n)
    SELECT 'treated', d.team_id, r.kind, r.stage, d.level_before, month_number(d.at), days_bucket(d.treated_after), sum(d.sign)
    FROM (
      SELECT b.*, -1 AS sign FROM before b JOIN after a ON a.id = b.id WHERE a.team_id <> b.team_id
      UNION ALL
      SELECT a.*, 1 FROM after a JOIN before b ON a.id = b.id WHERE a.team_id <> b.team_id
    ) d JOIN risks r ON r.id = d.risk_id
    WHERE d.treated_after IS NOT NULL GROUP BY 2, 3, 4, 5, 6, 7 HAVING sum(d.sign) <> 0;
  END IF;
  RETURN NULL;
END $$;
