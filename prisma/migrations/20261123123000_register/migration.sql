-- The list of risks reads this view: the same scope as the table's policy, but as a plain condition, as asset_list does for the inventory:
-- under row-level security Postgres may not use an index for a condition that is not leakproof. The view belongs to the owner, who is not
-- subject to the policy, so the scope must stand in it.
CREATE VIEW risk_list AS
SELECT * FROM risks
WHERE CASE
  WHEN (SELECT current_setting('app.every_team', true)) = 'on' THEN 1
  WHEN team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[]) THEN 1
  ELSE 0
END <> 0;
GRANT SELECT ON risk_list TO gatehouse_app;

-- One index a sort, for everyone's list and for a team's; by level stand in the ground. Those that no longer apply are in no list.
CREATE INDEX risks_by_change ON risks (updated_at, id) WHERE applies;
CREATE INDEX risks_by_opening ON risks (opened_at, id) WHERE applies;
CREATE INDEX risks_by_team_and_change ON risks (team_id, updated_at, id) WHERE applies;
CREATE INDEX risks_by_team_and_opening ON risks (team_id, opened_at, id) WHERE applies;
CREATE INDEX risks_by_team_and_due ON risks (team_id, due_at, id) WHERE applies AND due_at IS NOT NULL;
-- Values that few risks have: without an index of their own a page would read past all others.
CREATE INDEX risks_of_threat_by_level ON risks (threat, level, id) WHERE applies;
CREATE INDEX risks_of_treatment_by_level ON risks (treatment, level, id) WHERE applies AND treatment IS NOT NULL;
CREATE INDEX risks_of_place_by_level ON risks (kind, stage, level, id) WHERE applies;
CREATE INDEX risks_of_cell_by_level ON risks (likelihood, impact, level, id) WHERE applies;
CREATE INDEX risks_by_assessment ON risks (assessed_at) WHERE applies AND assessed_at IS NOT NULL;
