-- CreateTable
CREATE TABLE "tally_sums" (
    "id" BIGSERIAL NOT NULL,
    "team_id" UUID,
    "measure" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "x" SMALLINT NOT NULL DEFAULT 0,
    "y" SMALLINT NOT NULL DEFAULT 0,
    "n" BIGINT NOT NULL,

    CONSTRAINT "tally_sums_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tally_sums_measure_team_id_idx" ON "tally_sums"("measure", "team_id");

-- What follows is written by hand.

-- 1. How long high and critical risks took to be treated: a measure of its own in tallies, by the month in which that was (months since year
-- 0) and the whole days it took. Days are exact up to two weeks; longer times stand in ever wider spans, each told by the day in its middle, so
-- that the rows stay few and a median is exact where it matters --------------------------------------------------------------------
CREATE FUNCTION days_bucket(days integer) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE
    WHEN days <= 14 THEN greatest(days, 0)
    WHEN days <= 29 THEN 15 + (days - 15) / 3 * 3 + 1
    WHEN days <= 64 THEN 30 + (days - 30) / 7 * 7 + 3
    WHEN days <= 176 THEN 65 + (days - 65) / 14 * 14 + 7
    WHEN days <= 356 THEN 177 + (days - 177) / 30 * 30 + 15
    ELSE greatest(least(days / 365, 20), 1) * 365
  END)::smallint
$$;
CREATE FUNCTION month_number(at timestamptz) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (extract(year FROM at AT TIME ZONE 'UTC') * 12 + extract(month FROM at AT TIME ZONE 'UTC') - 1)::smallint
$$;

CREATE FUNCTION tally_treated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
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
CREATE TRIGGER tallied_added AFTER INSERT ON risk_changes REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_treated();
CREATE TRIGGER tallied_moved AFTER UPDATE ON risk_changes REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_treated();

-- 2. Sums of tallies. Whatever is appended there is added here in the same transaction, once for the whole organisation and once for the team;
-- whatever is taken out is taken off. Folding changes no sum, and passes by -------------------------------------------------------
CREATE FUNCTION sum_tallies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE sign integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  IF current_setting('gatehouse.folding', true) = 'on' OR NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
  INSERT INTO tally_sums (team_id, measure, kind, stage, level, x, y, n)
  SELECT NULL::uuid, measure, kind, stage, level, x, y, sign * sum(n) FROM changed GROUP BY 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
  UNION ALL
  SELECT team_id, 'level', kind, stage, level, 0::smallint, 0::smallint, sign * sum(n) FROM changed WHERE measure = 'risk' GROUP BY 1, 3, 4, 5 HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER summed_added AFTER INSERT ON tallies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sum_tallies();
CREATE TRIGGER summed_gone AFTER DELETE ON tallies REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sum_tallies();

CREATE FUNCTION refuse_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'tallies are appended and folded, never changed' USING ERRCODE = 'GH002';
END $$;
CREATE TRIGGER never_changed BEFORE UPDATE ON tallies FOR EACH STATEMENT EXECUTE FUNCTION refuse_tally_change();

CREATE FUNCTION empty_tally_sums() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM tally_sums;
  RETURN NULL;
END $$;
CREATE TRIGGER summed_emptied AFTER TRUNCATE ON tallies FOR EACH STATEMENT EXECUTE FUNCTION empty_tally_sums();

-- The sums are folded with what they are sums of.
ALTER FUNCTION fold_tallies() RENAME TO fold_team_tallies;
CREATE FUNCTION fold_tallies() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  folded bigint;
  summed bigint;
BEGIN
  PERFORM set_config('gatehouse.folding', 'on', true);
  folded := fold_team_tallies();
  PERFORM set_config('gatehouse.folding', 'off', true);
  IF NOT pg_try_advisory_xact_lock(hashtextextended('gatehouse.tallies', 0)) THEN RETURN folded; END IF;
  WITH many AS (
    SELECT team_id, measure, kind, stage, level, x, y FROM tally_sums GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING count(*) > 1 OR sum(n) = 0
  ), gone AS (
    DELETE FROM tally_sums t USING many m
    WHERE t.team_id IS NOT DISTINCT FROM m.team_id
      AND (t.measure, t.kind, t.stage, t.level, t.x, t.y) = (m.measure, m.kind, m.stage, m.level, m.x, m.y)
    RETURNING t.*
  ), added AS (
    INSERT INTO tally_sums (team_id, measure, kind, stage, level, x, y, n)
    SELECT team_id, measure, kind, stage, level, x, y, sum(n) FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
  )
  SELECT count(*) INTO summed FROM gone;
  RETURN folded + summed;
END $$;
REVOKE ALL ON FUNCTION fold_team_tallies() FROM PUBLIC, gatehouse_app;
REVOKE ALL ON FUNCTION fold_tallies() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fold_tallies() TO gatehouse_app;

-- What has been tallied already.
INSERT INTO tally_sums (team_id, measure, kind, stage, level, x, y, n)
SELECT NULL::uuid, measure, kind, stage, level, x, y, sum(n) FROM tallies GROUP BY 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
UNION ALL
SELECT team_id, 'level', kind, stage, level, 0::smallint, 0::smallint, sum(n) FROM tallies WHERE measure = 'risk' GROUP BY 1, 3, 4, 5 HAVING sum(n) <> 0;

-- 3. When acceptances end: a chart reads those of the next weeks from the index alone. Conditions that always hold make an index partial, which
-- the model language cannot say, so that the two do not differ ---------------------------------------------------------------------
CREATE INDEX risks_accepted_until ON risks (accepted_until) INCLUDE (team_id, kind, stage, level) WHERE accepted_until IS NOT NULL;

-- 4. Who may read: a team's sums as its tallies; those of the whole organisation, whoever reads every team. Nobody writes but the triggers ----
ALTER TABLE tally_sums ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON tally_sums FOR SELECT USING (
  (SELECT current_setting('app.every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])
);
GRANT SELECT ON tally_sums TO gatehouse_app;
