-- AlterTable
ALTER TABLE "posture_days" ADD COLUMN "coverage" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- Conditions that always hold make an index partial, which the model language cannot say, so that the two do not differ.
-- A chart reads one row a day: of a team, or of the whole organisation.
CREATE INDEX posture_days_of_team ON posture_days (team_id, kind, stage, day) WHERE day IS NOT NULL;
-- What was released, and what went wrong, on a day.
CREATE INDEX asset_versions_by_day ON asset_versions (registered_at) WHERE registered_at IS NOT NULL;
CREATE INDEX signals_of_incidents ON signals (raised_at) WHERE source = 'incident';

-- Risks whose level moved by two or more, and by how much: what "moved most" reads, the latest few of each distance. A view for the reason that
-- asset_list is one, with the same scope in it: an expression is no condition that row-level security lets an index answer. The distance is one
-- expression, null for all that did not move so far.
CREATE VIEW risk_movements AS
SELECT id, team_id, asset_id, risk_id, at, actor_id, cause, level_before, level_after,
  CASE WHEN least(level_before, level_after) > 0 AND abs(level_after - level_before) >= 2 THEN abs(level_after - level_before) END AS distance
FROM risk_changes
WHERE CASE
  WHEN (SELECT current_setting('app.every_team', true)) = 'on' THEN 1
  WHEN team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[]) THEN 1
  ELSE 0
END <> 0;
GRANT SELECT ON risk_movements TO gatehouse_app;
CREATE INDEX risk_changes_moved ON risk_changes (
  (CASE WHEN least(level_before, level_after) > 0 AND abs(level_after - level_before) >= 2 THEN abs(level_after - level_before) END), at
) WHERE (CASE WHEN least(level_before, level_after) > 0 AND abs(level_after - level_before) >= 2 THEN abs(level_after - level_before) END) IS NOT NULL;
CREATE INDEX risk_changes_moved_in_team ON risk_changes (
  team_id, (CASE WHEN least(level_before, level_after) > 0 AND abs(level_after - level_before) >= 2 THEN abs(level_after - level_before) END), at
) WHERE (CASE WHEN least(level_before, level_after) > 0 AND abs(level_after - level_before) >= 2 THEN abs(level_after - level_before) END) IS NOT NULL;

-- The planner takes nothing from a partial index about how many there are of each distance, and would read and sort them all.
CREATE STATISTICS risk_changes_distances ON (CASE WHEN least(level_before, level_after) > 0 AND abs(level_after - level_before) >= 2 THEN abs(level_after - level_before) END) FROM risk_changes;

-- What was high or critical on a day is what is so now and has not changed since, and what changed from it as its first change since.
CREATE INDEX risk_changes_from_worse ON risk_changes (level_before, at) WHERE level_before >= 6;
CREATE INDEX risk_changes_from_worse_in_team ON risk_changes (team_id, level_before, at) WHERE level_before >= 6;

-- What is open and due, of a team and of everyone: what is done stays in the table with its date, and must not be looked through each time.
CREATE INDEX risks_due_open ON risks (due_at) WHERE due_at IS NOT NULL AND level >= 3;
CREATE INDEX risks_due_open_in_team ON risks (team_id, due_at) WHERE due_at IS NOT NULL AND level >= 3;
CREATE INDEX safeguards_due ON safeguards (due_at) WHERE due_at IS NOT NULL AND state IN ('planned', 'implemented');
CREATE INDEX safeguards_due_in_team ON safeguards (team_id, due_at) WHERE due_at IS NOT NULL AND state IN ('planned', 'implemented');
CREATE INDEX safeguards_expiring ON safeguards (evidence_until) WHERE evidence_until IS NOT NULL AND state IN ('implemented', 'verified');
CREATE INDEX safeguards_expiring_in_team ON safeguards (team_id, evidence_until) WHERE evidence_until IS NOT NULL AND state IN ('implemented', 'verified');

-- A day is written anew while it lasts; whose it is, and which, is not changed.
REVOKE UPDATE ON posture_days FROM gatehouse_app;
GRANT UPDATE (levels, risks, coverage, releases, incidents, recorded_at) ON posture_days TO gatehouse_app;
