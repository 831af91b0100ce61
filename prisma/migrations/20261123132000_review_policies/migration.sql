-- Templates, schedules and policies refer to what is there; what they have to ask for waits in a queue that triggers fill.

-- 1. A policy without a template asks again by the one of the approval that went stale ---------------------------------------------------
ALTER TABLE "review_policies" ALTER COLUMN "template" DROP NOT NULL, ADD COLUMN "severity" TEXT;
ALTER TABLE "review_policies" ADD CONSTRAINT "review_policies_template_fkey" FOREIGN KEY ("template") REFERENCES "review_templates"("key") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "review_schedules" ADD CONSTRAINT "review_schedules_template_fkey" FOREIGN KEY ("template") REFERENCES "review_templates"("key") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE review_policies
  ADD CHECK (trigger IN ('version.registered', 'exposure.changed', 'data_class.changed', 'stage.changed', 'signal.raised', 'approval.stale')),
  ADD CHECK (kinds <@ ARRAY['dataset', 'model', 'pipeline', 'infrastructure', 'repository']),
  ADD CHECK (stages <@ ARRAY['collect', 'validate', 'develop', 'deploy', 'monitor', 'change']),
  ADD CHECK (severity IN ('medium', 'high', 'critical')),
  ADD CHECK (severity IS NULL OR trigger = 'signal.raised'),
  ADD CHECK (template IS NOT NULL OR trigger = 'approval.stale');
ALTER TABLE review_templates ADD CHECK (current >= 1);
ALTER TABLE review_template_versions ADD CHECK (number >= 1);

-- CreateTable
CREATE TABLE "reviews_due" (
    "id" BIGSERIAL NOT NULL,
    "team_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "asset_id" UUID,
    "person_id" UUID,
    "ref" UUID,
    "before" TEXT,
    "after" TEXT,
    "actor_id" UUID,
    "transaction" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reviews_due_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reviews_due_transaction_idx" ON "reviews_due"("transaction");

ALTER TABLE reviews_due ADD CHECK ((asset_id IS NULL) <> (person_id IS NULL));

-- 2. What changes ask for ------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION asks_for_reviews(what text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM review_policies p WHERE p.enabled AND p.trigger = what)
$$;

-- Puts what a change asks for into the queue, for assets of any team: what goes stale downstream may be another's. Only what an enabled policy asks for.
CREATE FUNCTION ask_for_reviews(what text, assets uuid[], refs uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asked integer;
BEGIN
  IF NOT asks_for_reviews(what) THEN RETURN 0; END IF;
  INSERT INTO reviews_due (team_id, trigger, asset_id, ref, actor_id, transaction)
  SELECT a.team_id, what, a.id, g.ref, nullif(current_setting('app.actor_id', true), '')::uuid, pg_current_xact_id()::text::bigint
  FROM unnest(assets, refs) g(asset, ref) JOIN assets a ON a.id = g.asset
  WHERE a.status = 'active' AND EXISTS (SELECT FROM review_policies p WHERE p.enabled AND p.trigger = what
    AND (p.kinds = '{}' OR a.kind = ANY (p.kinds)) AND (p.stages = '{}' OR a.stage = ANY (p.stages)));
  GET DIAGNOSTICS asked = ROW_COUNT;
  RETURN asked;
END $$;
REVOKE ALL ON FUNCTION ask_for_reviews(text, uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_for_reviews(text, uuid[], uuid[]) TO gatehouse_app;

CREATE FUNCTION ask_for_changed_assets() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM after) THEN RETURN NULL; END IF;
  INSERT INTO reviews_due (team_id, trigger, asset_id, before, after, actor_id, transaction)
  SELECT a.team_id, c.what, a.id, c.was, c.now, nullif(current_setting('app.actor_id', true), '')::uuid, pg_current_xact_id()::text::bigint
  FROM after a JOIN before b ON b.id = a.id, LATERAL (VALUES ('exposure.changed', b.exposure, a.exposure),
    ('data_class.changed', b.data_class, a.data_class), ('stage.changed', b.stage, a.stage)) c (what, was, now)
  WHERE (a.exposure, a.data_class, a.stage) IS DISTINCT FROM (b.exposure, b.data_class, b.stage) AND c.was IS DISTINCT FROM c.now AND a.status = 'active'
    AND EXISTS (SELECT FROM review_policies p WHERE p.enabled AND p.trigger = c.what
      AND (p.kinds = '{}' OR a.kind = ANY (p.kinds)) AND (p.stages = '{}' OR a.stage = ANY (p.stages)));
  RETURN NULL;
END $$;
CREATE TRIGGER asks_for_reviews AFTER UPDATE ON assets REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION ask_for_changed_assets();

CREATE FUNCTION ask_for_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ask_for_reviews('version.registered', array_agg(asset_id), array_agg(id)) FROM after;
  RETURN NULL;
END $$;
CREATE TRIGGER asks_for_reviews AFTER INSERT ON asset_versions REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION ask_for_versions();

CREATE FUNCTION ask_for_signals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ask_for_reviews('signal.raised', array_agg(asset_id), array_agg(id)) FROM after;
  RETURN NULL;
END $$;
CREATE TRIGGER asks_for_reviews AFTER INSERT ON signals REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION ask_for_signals();

-- How much this transaction has to ask for, in whatever team.
CREATE FUNCTION reviews_due_here() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*)::int FROM (SELECT FROM reviews_due WHERE transaction = pg_current_xact_id()::text::bigint LIMIT 1000) own
$$;
REVOKE ALL ON FUNCTION reviews_due_here() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviews_due_here() TO gatehouse_app;

-- 3. Row-level security and the application's role -------------------------------------------------------------------------------------------
ALTER TABLE reviews_due ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
  readable text := $p$ ((SELECT current_setting('app.every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])) $p$;
  writable text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.write_team_ids', true), '')::uuid[])::uuid[])) $p$;
BEGIN
  EXECUTE format('CREATE POLICY readable ON reviews_due FOR SELECT USING (%s)', readable);
  EXECUTE format('CREATE POLICY insertable ON reviews_due FOR INSERT WITH CHECK (%s)', writable);
  EXECUTE format('CREATE POLICY deletable ON reviews_due FOR DELETE USING (%s)', writable);
END $$;
GRANT SELECT, INSERT, DELETE ON reviews_due TO gatehouse_app;
GRANT USAGE ON SEQUENCE reviews_due_id_seq TO gatehouse_app;
