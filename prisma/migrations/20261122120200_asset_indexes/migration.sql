-- The list reads this view: the same scope as the table's policy, but as a plain condition. Under row-level security Postgres
-- may not use an index for a condition that is not leakproof (text search, trigrams, arrays); here it may. The view belongs to the owner,
-- who is not subject to the policy, so the scope must stand in it. Written as "CASE … <> 0", which the planner takes to hold for nearly
-- every row: the query's own cut to its teams says how many there are, and an OR here would make it expect a fifth of them.
CREATE VIEW asset_list AS
SELECT * FROM assets
WHERE CASE
  WHEN (SELECT current_setting('app.every_team', true)) = 'on' THEN 1
  WHEN team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[]) THEN 1
  ELSE 0
END <> 0;
GRANT SELECT ON asset_list TO gatehouse_app;

-- Names sort by code point after folding: the same everywhere, so that a page's cursor means one place, and a prefix is a range.
-- One index a sort, for a team's list and for everyone's. The filter columns stand last: they are checked in the index.
CREATE INDEX assets_by_name ON assets ((lower(name) COLLATE "C"), id, status, team_id, kind);
CREATE INDEX assets_by_level ON assets (level, id, status, team_id, kind);
CREATE INDEX assets_by_criticality ON assets (criticality, id, status, team_id, kind);
CREATE INDEX assets_by_change ON assets (updated_at, id, status, team_id, kind);
CREATE INDEX assets_by_team_and_name ON assets (team_id, (lower(name) COLLATE "C"), id, status, kind);
CREATE INDEX assets_by_team_and_level ON assets (team_id, level, id, status, kind);
CREATE INDEX assets_by_team_and_criticality ON assets (team_id, criticality, id, status, kind);
CREATE INDEX assets_by_team_and_change ON assets (team_id, updated_at, id, status, kind);

-- "IS NOT NULL" always holds; it makes the index partial, which the model language cannot say, so that the two do not differ.
CREATE INDEX assets_words ON assets USING gin (team_id, kind, search) WHERE search IS NOT NULL;
CREATE INDEX assets_letters ON assets USING gin (team_id, asset_text(name, key, description, tags, owner_name) gin_trgm_ops);
CREATE INDEX assets_tags ON assets USING gin (tags);
