-- 1. Values -------------------------------------------------------------------------------------------------------
ALTER TABLE users
  ADD CHECK (email = lower(email)),
  ADD CHECK (org_role IN ('admin', 'security', 'auditor', 'member')),
  ADD CHECK (status IN ('active', 'deactivated'));
ALTER TABLE memberships
  ADD CHECK (role IN ('lead', 'data_scientist', 'ml_engineer', 'developer', 'cloud_admin', 'viewer'));
ALTER TABLE assets
  ADD CHECK (kind IN ('dataset', 'model', 'pipeline', 'infrastructure', 'repository')),
  ADD CHECK (stage IN ('collect', 'validate', 'develop', 'deploy', 'monitor', 'change')),
  ADD CHECK (exposure IN ('isolated', 'internal', 'partner', 'public')),
  ADD CHECK (data_class IN ('public', 'internal', 'confidential', 'restricted')),
  ADD CHECK (origin IN ('manual', 'file', 'connector')),
  ADD CHECK (status IN ('active', 'retired')),
  ADD CHECK (criticality BETWEEN 1 AND 5),
  ADD CHECK (level BETWEEN 0 AND 4);
ALTER TABLE asset_versions
  ADD CHECK (signature IN ('unknown', 'unsigned', 'unverified', 'verified')),
  ADD CHECK (root_digest ~ '^[0-9a-f]{64}$');
ALTER TABLE version_files
  ADD CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ADD CHECK (size >= 0);
ALTER TABLE lineage
  ADD CHECK (relation IN ('trained_on', 'derived_from', 'evaluated_on', 'built_by', 'stored_in', 'deployed_to')),
  ADD CHECK (from_version_id <> to_version_id),
  ADD FOREIGN KEY (to_version_id) REFERENCES asset_versions (id) ON DELETE RESTRICT;
CREATE UNIQUE INDEX lineage_standing ON lineage (from_version_id, to_version_id, relation) WHERE removed_at IS NULL;
ALTER TABLE imports
  ADD CHECK (status IN ('uploading', 'reading', 'mapping', 'preview', 'applying', 'done', 'failed', 'cancelled')),
  ADD FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE saved_views ADD FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- UUID version 7 (RFC 9562): 48 bits of milliseconds, then random; for rows that are made by a statement.
CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- 2. No write without its event -----------------------------------------------------------------------------------
-- transact() announces the event of a change before it writes; a statement that comes without is refused.
CREATE FUNCTION require_announcement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('app.announced', true), '') = '' THEN
    RAISE EXCEPTION 'write to "%" in a transaction that has announced no audit event', TG_TABLE_NAME USING ERRCODE = 'GH001';
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE governed text;
BEGIN
  FOREACH governed IN ARRAY ARRAY['users', 'passwords', 'teams', 'memberships', 'assets', 'asset_versions', 'version_files', 'lineage', 'saved_views', 'imports'] LOOP
    EXECUTE format('CREATE TRIGGER announced BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announcement()', governed);
  END LOOP;
END $$;

-- What was registered stays as it was: only a move to another team (by the cascade of the key) may touch a version.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'team_id' = to_jsonb(OLD) - 'team_id' THEN RETURN NEW; END IF;
  RAISE EXCEPTION '"%" is immutable', TG_TABLE_NAME USING ERRCODE = 'GH002';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON asset_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON version_files FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- 3. The owner's name, carried by the asset so that a list never joins to search it ---------------------------------
CREATE FUNCTION carry_owner_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.owner_name := (SELECT name FROM users WHERE id = NEW.owner_id);
  RETURN NEW;
END $$;
CREATE TRIGGER owner_name_set BEFORE INSERT ON assets FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION carry_owner_name();
CREATE TRIGGER owner_name_changed BEFORE UPDATE OF owner_id, owner_name ON assets FOR EACH ROW
  WHEN (NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.owner_name IS DISTINCT FROM OLD.owner_name) EXECUTE FUNCTION carry_owner_name();

CREATE FUNCTION spread_owner_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE assets SET owner_name = NEW.name WHERE owner_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER owner_renamed AFTER UPDATE OF name ON users FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM OLD.name) EXECUTE FUNCTION spread_owner_name();

-- 4. Row-level security ---------------------------------------------------------------------------------------------
-- app.team_ids: the teams whose rows may be read; app.write_team_ids: those that this transaction may write.
-- app.every_team / app.write_every_team = 'on': all of them. Scalar subqueries, so that each is evaluated once a statement.
DO $$
DECLARE
  scoped text;
  readable text := $p$ ((SELECT current_setting('app.every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])) $p$;
  writable text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.write_team_ids', true), '')::uuid[])::uuid[])) $p$;
BEGIN
  FOREACH scoped IN ARRAY ARRAY['assets', 'asset_versions', 'version_files', 'lineage', 'imports', 'import_chunks', 'import_rows', 'import_mappings'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', scoped);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (%s)', scoped, readable);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', scoped, writable);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', scoped, writable, writable);
    EXECUTE format('CREATE POLICY deletable ON %I FOR DELETE USING (%s)', scoped, writable);
  END LOOP;
END $$;

ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON audit_events FOR SELECT USING (
  (SELECT current_setting('app.every_team', true)) = 'on'
  OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])
  OR (team_id IS NULL AND actor_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid)));
-- An event is told of whoever the transaction acts for, and of nobody else.
CREATE POLICY appendable ON audit_events FOR INSERT
  WITH CHECK (actor_id IS NOT DISTINCT FROM (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));

ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON saved_views FOR SELECT USING (shared OR owner_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));
CREATE POLICY own ON saved_views FOR ALL USING (owner_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid))
  WITH CHECK (owner_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));

-- 5. The application's role: what it may do, and nothing else ----------------------------------------------------------
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gatehouse_app') THEN CREATE ROLE gatehouse_app NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO gatehouse_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO gatehouse_app;
GRANT INSERT, UPDATE ON users, passwords, teams, assets TO gatehouse_app;
GRANT INSERT, UPDATE, DELETE ON memberships, sessions, saved_views, imports, import_chunks, import_rows, import_mappings TO gatehouse_app;
GRANT DELETE ON passwords TO gatehouse_app;
GRANT INSERT ON asset_versions, version_files, audit_events, lineage TO gatehouse_app;
GRANT UPDATE (removed_at) ON lineage TO gatehouse_app;
GRANT UPDATE (used_at) ON one_time_links TO gatehouse_app;

-- 6. Lineage: the path that an arrow would close ------------------------------------------------------------------------
-- What each version comes from, a step: along an arrow to data, parents and pipelines, against one to where a version is deployed.
-- An evaluation leaves its model as it was, and a store may hold what it was made from: along these, things may come round again.
CREATE VIEW lineage_origins AS
SELECT from_version_id AS version_id, to_version_id AS origin_id FROM lineage
WHERE removed_at IS NULL AND relation IN ('trained_on', 'derived_from', 'built_by')
UNION ALL
SELECT to_version_id, from_version_id FROM lineage WHERE removed_at IS NULL AND relation = 'deployed_to';

-- Every step behind these versions. It and the next must see every team's arrows, or a circle through another team could be
-- closed; they give ids alone, and the caller shows only its own.
CREATE FUNCTION lineage_behind(versions uuid[]) RETURNS TABLE (version_id uuid, origin_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE reached AS (
    SELECT unnest(versions) AS id
    UNION SELECT o.origin_id FROM reached r JOIN lineage_origins o ON o.version_id = r.id)
  SELECT o.version_id, o.origin_id FROM reached r JOIN lineage_origins o ON o.version_id = r.id
$$;

-- Breadth first from "start" to what it comes from; returns the shortest path start … goal, or null.
CREATE FUNCTION lineage_path(start uuid, goal uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  parents jsonb := jsonb_build_object(start::text, null);
  frontier uuid[] := ARRAY[start];
  step jsonb;
  next uuid[];
  path uuid[];
  node uuid;
BEGIN
  IF start = goal THEN RETURN ARRAY[start]; END IF;
  -- Whether there is a path at all is told by one statement that takes each arrow once; the search for the path itself takes
  -- the square of the arrows, and nearly every arrow closes no circle.
  IF NOT EXISTS (SELECT FROM lineage_behind(ARRAY[start]) b WHERE b.origin_id = goal) THEN RETURN NULL; END IF;
  WHILE cardinality(frontier) > 0 LOOP
    SELECT coalesce(array_agg(to_id), '{}'), coalesce(jsonb_object_agg(to_id::text, from_id::text), '{}') INTO next, step
    FROM (
      SELECT DISTINCT ON (o.origin_id) o.origin_id AS to_id, o.version_id AS from_id
      FROM lineage_origins o
      WHERE o.version_id = ANY (frontier) AND NOT parents ? o.origin_id::text
      ORDER BY o.origin_id, o.version_id
    ) reached;
    frontier := next;
    parents := parents || step;
    IF goal = ANY (frontier) THEN
      node := goal;
      WHILE node IS NOT NULL LOOP
        path := node || path;
        node := (parents ->> node::text)::uuid;
      END LOOP;
      RETURN path;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
