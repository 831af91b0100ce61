-- AlterTable
ALTER TABLE "assets" ALTER COLUMN "level" SET DEFAULT 3,
ALTER COLUMN "level_collect" SET DEFAULT 3,
ALTER COLUMN "level_validate" SET DEFAULT 3,
ALTER COLUMN "level_develop" SET DEFAULT 3,
ALTER COLUMN "level_deploy" SET DEFAULT 3,
ALTER COLUMN "level_monitor" SET DEFAULT 3,
ALTER COLUMN "level_change" SET DEFAULT 3;

-- CreateTable
CREATE TABLE "threats" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "affects" TEXT[],
    "likelihood" SMALLINT NOT NULL,
    "applies" TEXT[],
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "threats_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "controls" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "evidence" TEXT NOT NULL DEFAULT '',
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "controls_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "mitigations" (
    "control" TEXT NOT NULL,
    "threat" TEXT NOT NULL,
    "reduces" TEXT NOT NULL,
    "strength" SMALLINT NOT NULL,
    "shipped_strength" SMALLINT,
    "stages" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "mitigations_pkey" PRIMARY KEY ("control","threat")
);

-- CreateTable
CREATE TABLE "frameworks" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "edition" TEXT NOT NULL DEFAULT '',
    "publisher" TEXT NOT NULL DEFAULT '',
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "frameworks_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "framework_items" (
    "framework" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "section" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL,

    CONSTRAINT "framework_items_pkey" PRIMARY KEY ("framework","id")
);

-- CreateTable
CREATE TABLE "catalogue_references" (
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "item" TEXT NOT NULL,

    CONSTRAINT "catalogue_references_pkey" PRIMARY KEY ("subject","key","framework","item")
);

-- CreateTable
CREATE TABLE "risks_due" (
    "id" BIGSERIAL NOT NULL,
    "asset_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "actor_id" UUID,
    "transaction" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "risks_due_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tallies" (
    "id" BIGSERIAL NOT NULL,
    "team_id" UUID NOT NULL,
    "measure" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "x" SMALLINT NOT NULL DEFAULT 0,
    "y" SMALLINT NOT NULL DEFAULT 0,
    "n" BIGINT NOT NULL,

    CONSTRAINT "tallies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posture_days" (
    "id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "team_id" UUID,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "levels" INTEGER[],
    "risks" INTEGER[],
    "releases" INTEGER NOT NULL DEFAULT 0,
    "incidents" INTEGER NOT NULL DEFAULT 0,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "posture_days_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recalculations" (
    "id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "requested_by" UUID,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "position" UUID,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "moved" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recalculations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scorings" (
    "id" SERIAL NOT NULL,
    "facts" TEXT NOT NULL,
    "threat" TEXT NOT NULL,
    "computed_likelihood" SMALLINT NOT NULL,
    "computed_impact" SMALLINT NOT NULL,
    "likelihood" SMALLINT NOT NULL,
    "impact" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "residual_likelihood" SMALLINT NOT NULL,
    "residual_impact" SMALLINT NOT NULL,
    "residual_severity" SMALLINT NOT NULL,
    "coverage" SMALLINT NOT NULL,

    CONSTRAINT "scorings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risks" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "threat" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "applies" BOOLEAN NOT NULL DEFAULT true,
    "scoring_id" INTEGER,
    "set_likelihood" SMALLINT,
    "set_impact" SMALLINT,
    "set_reason" TEXT,
    "assessed_at" TIMESTAMPTZ(3),
    "assessed_by" UUID,
    "assessed_until" TIMESTAMPTZ(3),
    "treatment" TEXT,
    "target" SMALLINT,
    "owner_id" UUID,
    "due_at" TIMESTAMPTZ(3),
    "notes" TEXT NOT NULL DEFAULT '',
    "accepted_until" TIMESTAMPTZ(3),
    "accepted_severity" SMALLINT,
    "signal" SMALLINT NOT NULL DEFAULT 0,
    "level" SMALLINT NOT NULL DEFAULT 3,
    "likelihood" SMALLINT NOT NULL DEFAULT 0,
    "impact" SMALLINT NOT NULL DEFAULT 0,
    "severity" SMALLINT NOT NULL DEFAULT 0,
    "coverage" SMALLINT NOT NULL DEFAULT 0,
    "stale_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "risks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risk_changes" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "risk_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "cause" TEXT NOT NULL,
    "level_before" SMALLINT NOT NULL,
    "level_after" SMALLINT NOT NULL,
    "likelihood_before" SMALLINT NOT NULL,
    "likelihood_after" SMALLINT NOT NULL,
    "impact_before" SMALLINT NOT NULL,
    "impact_after" SMALLINT NOT NULL,
    "facts_before" TEXT,
    "facts_after" TEXT,
    "treated_after" INTEGER,

    CONSTRAINT "risk_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "acceptances" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "risk_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "severity" SMALLINT NOT NULL,
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "noticed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "acceptances_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signals" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "threat" TEXT,
    "severity" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'hand',
    "source_ref" TEXT,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "raised_by" UUID,
    "raised_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cleared_by" UUID,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "safeguards" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID,
    "control" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "inherited_from" UUID,
    "owner_id" UUID,
    "due_at" TIMESTAMPTZ(3),
    "notes" TEXT NOT NULL DEFAULT '',
    "implemented_by" UUID,
    "implemented_at" TIMESTAMPTZ(3),
    "verified_by" UUID,
    "verified_at" TIMESTAMPTZ(3),
    "evidence_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "safeguards_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "safeguard_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL DEFAULT '',
    "file_name" TEXT,
    "file_type" TEXT,
    "file_size" BIGINT,
    "file_sha256" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "added_by" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_chunks" (
    "evidence_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "evidence_chunks_pkey" PRIMARY KEY ("evidence_id","position")
);

-- CreateIndex
CREATE INDEX "mitigations_threat_idx" ON "mitigations"("threat");

-- CreateIndex
CREATE INDEX "catalogue_references_framework_item_idx" ON "catalogue_references"("framework", "item");

-- CreateIndex
CREATE INDEX "risks_due_transaction_idx" ON "risks_due"("transaction");

-- CreateIndex
CREATE INDEX "tallies_measure_team_id_idx" ON "tallies"("measure", "team_id");

-- CreateIndex
CREATE INDEX "posture_days_day_kind_stage_idx" ON "posture_days"("day", "kind", "stage");

-- CreateIndex
CREATE INDEX "recalculations_status_idx" ON "recalculations"("status");

-- CreateIndex
CREATE UNIQUE INDEX "scorings_facts_key" ON "scorings"("facts");

-- CreateIndex
CREATE INDEX "scorings_threat_idx" ON "scorings"("threat");

-- CreateIndex
CREATE INDEX "risks_by_team_and_level" ON "risks"("team_id", "level", "id");

-- CreateIndex
CREATE INDEX "risks_by_level" ON "risks"("level", "id");

-- CreateIndex
CREATE INDEX "risks_by_threat" ON "risks"("threat", "level");

-- CreateIndex
CREATE INDEX "risks_owner_id_due_at_idx" ON "risks"("owner_id", "due_at");

-- CreateIndex
CREATE INDEX "risks_scoring_id_idx" ON "risks"("scoring_id");

-- CreateIndex
CREATE UNIQUE INDEX "risks_asset_id_threat_stage_key" ON "risks"("asset_id", "threat", "stage");

-- CreateIndex
CREATE INDEX "risk_changes_risk_id_at_idx" ON "risk_changes"("risk_id", "at");

-- CreateIndex
CREATE INDEX "risk_changes_asset_id_at_idx" ON "risk_changes"("asset_id", "at");

-- CreateIndex
CREATE INDEX "risk_changes_team_id_at_idx" ON "risk_changes"("team_id", "at");

-- CreateIndex
CREATE INDEX "risk_changes_at_idx" ON "risk_changes"("at");

-- CreateIndex
CREATE INDEX "acceptances_risk_id_idx" ON "acceptances"("risk_id");

-- CreateIndex
CREATE INDEX "acceptances_status_until_idx" ON "acceptances"("status", "until");

-- CreateIndex
CREATE INDEX "acceptances_team_id_status_until_idx" ON "acceptances"("team_id", "status", "until");

-- CreateIndex
CREATE INDEX "signals_team_id_raised_at_idx" ON "signals"("team_id", "raised_at");

-- CreateIndex
CREATE UNIQUE INDEX "signals_asset_id_source_source_ref_key" ON "signals"("asset_id", "source", "source_ref");

-- CreateIndex
CREATE INDEX "safeguards_team_id_state_idx" ON "safeguards"("team_id", "state");

-- CreateIndex
CREATE INDEX "safeguards_control_state_idx" ON "safeguards"("control", "state");

-- CreateIndex
CREATE INDEX "safeguards_inherited_from_idx" ON "safeguards"("inherited_from");

-- CreateIndex
CREATE INDEX "safeguards_evidence_until_idx" ON "safeguards"("evidence_until");

-- CreateIndex
CREATE INDEX "safeguards_owner_id_due_at_idx" ON "safeguards"("owner_id", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "safeguards_id_team_id_key" ON "safeguards"("id", "team_id");

-- CreateIndex
CREATE UNIQUE INDEX "safeguards_asset_id_control_key" ON "safeguards"("asset_id", "control");

-- CreateIndex
CREATE INDEX "evidence_safeguard_id_idx" ON "evidence"("safeguard_id");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_id_team_id_key" ON "evidence"("id", "team_id");

-- AddForeignKey
ALTER TABLE "mitigations" ADD CONSTRAINT "mitigations_control_fkey" FOREIGN KEY ("control") REFERENCES "controls"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mitigations" ADD CONSTRAINT "mitigations_threat_fkey" FOREIGN KEY ("threat") REFERENCES "threats"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "framework_items" ADD CONSTRAINT "framework_items_framework_fkey" FOREIGN KEY ("framework") REFERENCES "frameworks"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_references" ADD CONSTRAINT "catalogue_references_framework_item_fkey" FOREIGN KEY ("framework", "item") REFERENCES "framework_items"("framework", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risks" ADD CONSTRAINT "risks_asset_id_team_id_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risks" ADD CONSTRAINT "risks_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risks" ADD CONSTRAINT "risks_threat_fkey" FOREIGN KEY ("threat") REFERENCES "threats"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risks" ADD CONSTRAINT "risks_scoring_id_fkey" FOREIGN KEY ("scoring_id") REFERENCES "scorings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk_changes" ADD CONSTRAINT "risk_changes_asset_id_team_id_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "acceptances" ADD CONSTRAINT "acceptances_asset_id_team_id_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "acceptances" ADD CONSTRAINT "acceptances_risk_id_fkey" FOREIGN KEY ("risk_id") REFERENCES "risks"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signals" ADD CONSTRAINT "signals_threat_fkey" FOREIGN KEY ("threat") REFERENCES "threats"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signals" ADD CONSTRAINT "signals_asset_id_team_id_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safeguards" ADD CONSTRAINT "safeguards_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safeguards" ADD CONSTRAINT "safeguards_asset_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safeguards" ADD CONSTRAINT "safeguards_control_fkey" FOREIGN KEY ("control") REFERENCES "controls"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safeguards" ADD CONSTRAINT "safeguards_inherited_from_fkey" FOREIGN KEY ("inherited_from") REFERENCES "safeguards"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_safeguard_id_team_id_fkey" FOREIGN KEY ("safeguard_id", "team_id") REFERENCES "safeguards"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_chunks" ADD CONSTRAINT "evidence_chunks_evidence_id_team_id_fkey" FOREIGN KEY ("evidence_id", "team_id") REFERENCES "evidence"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- 1. Levels: eight, ordered by what asks for attention first (lib/assets/rules.ts). Whatever was registered before is unassessed, and due. ----------
ALTER TABLE assets DROP CONSTRAINT assets_level_check;
DO $$ BEGIN
  PERFORM set_config('app.announced', 'asset.levels_renumbered', true);
  UPDATE assets SET level = 3, level_collect = 3, level_validate = 3, level_develop = 3, level_deploy = 3, level_monitor = 3, level_change = 3;
  INSERT INTO risks_due (asset_id, team_id, cause, transaction) SELECT id, team_id, 'asset.registered', 0 FROM assets;
END $$;
ALTER TABLE assets ADD CHECK (least(level, level_collect, level_validate, level_develop, level_deploy, level_monitor, level_change) >= 0
  AND greatest(level, level_collect, level_validate, level_develop, level_deploy, level_monitor, level_change) <= 7);

-- 2. Values ----------------------------------------------------------------------------------------------------------------
ALTER TABLE threats
  ADD CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  ADD CHECK (affects <@ ARRAY['confidentiality', 'integrity', 'availability'] AND cardinality(affects) > 0),
  ADD CHECK (likelihood BETWEEN 1 AND 5);
ALTER TABLE controls ADD CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE mitigations
  ADD CHECK (reduces IN ('likelihood', 'impact')),
  ADD CHECK (strength BETWEEN 0 AND 3),
  ADD CHECK (shipped_strength BETWEEN 1 AND 3),
  ADD CHECK (stages <@ ARRAY['collect', 'validate', 'develop', 'deploy', 'monitor', 'change']);
ALTER TABLE catalogue_references ADD CHECK (subject IN ('threat', 'control'));
ALTER TABLE scorings
  ADD CHECK (least(computed_likelihood, computed_impact, likelihood, impact, residual_likelihood, residual_impact) >= 1),
  ADD CHECK (greatest(computed_likelihood, computed_impact, likelihood, impact, residual_likelihood, residual_impact) <= 5),
  ADD CHECK (severity BETWEEN 1 AND 4 AND residual_severity BETWEEN 1 AND 4),
  ADD CHECK (coverage BETWEEN 0 AND 3);
ALTER TABLE risks
  ADD CHECK (stage IN ('collect', 'validate', 'develop', 'deploy', 'monitor', 'change')),
  ADD CHECK (set_likelihood BETWEEN 1 AND 5 AND set_impact BETWEEN 1 AND 5),
  ADD CHECK ((set_likelihood IS NULL AND set_impact IS NULL) OR set_reason IS NOT NULL),
  ADD CHECK (treatment IN ('mitigate', 'accept', 'avoid', 'transfer')),
  ADD CHECK (target BETWEEN 1 AND 4),
  ADD CHECK (signal IN (0, 3, 4, 5)),
  ADD CHECK (level BETWEEN 0 AND 7),
  ADD CHECK ((accepted_until IS NULL) = (accepted_severity IS NULL));
ALTER TABLE acceptances
  ADD CHECK (status IN ('requested', 'granted', 'refused', 'withdrawn', 'revoked', 'ended')),
  ADD CHECK (severity BETWEEN 1 AND 4),
  ADD CHECK (until <= requested_at + interval '366 days'),
  ADD CONSTRAINT acceptance_decided_by_another CHECK (decided_by <> requested_by),
  ADD CHECK (status NOT IN ('granted', 'refused') OR decided_by IS NOT NULL);
ALTER TABLE signals ADD CHECK (severity IN ('medium', 'high', 'critical'));
ALTER TABLE safeguards
  ADD CHECK (state IN ('planned', 'implemented', 'verified', 'not_applicable')),
  ADD CHECK (state <> 'not_applicable' OR reason IS NOT NULL),
  ADD CHECK (state <> 'verified' OR inherited_from IS NOT NULL OR verified_by IS NOT NULL),
  ADD CONSTRAINT safeguard_verified_by_another CHECK (verified_by <> implemented_by);
ALTER TABLE evidence
  ADD CHECK (kind IN ('file', 'link', 'text')),
  ADD CHECK ((kind = 'file') = (file_sha256 IS NOT NULL)),
  ADD CHECK (file_sha256 ~ '^[0-9a-f]{64}$');
ALTER TABLE recalculations ADD CHECK (status IN ('waiting', 'running', 'done', 'failed'));

-- One request and one acceptance of a risk at a time; one offer of a control by a team.
CREATE UNIQUE INDEX acceptances_requested ON acceptances (risk_id) WHERE status = 'requested';
CREATE UNIQUE INDEX acceptances_granted ON acceptances (risk_id) WHERE status = 'granted';
CREATE UNIQUE INDEX safeguards_of_team ON safeguards (team_id, control) WHERE asset_id IS NULL;
CREATE UNIQUE INDEX posture_days_once ON posture_days (day, coalesce(team_id, '00000000-0000-0000-0000-000000000000'), kind, stage);
CREATE INDEX risks_next ON risks (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX risks_due_at ON risks (due_at, id) WHERE due_at IS NOT NULL;

-- 3. A risk's level: the one place where what is known of it becomes what is shown and counted ------------------------------------
-- 0 none, 1 low, 2 accepted, 3 unassessed, 4 stale, 5 medium, 6 high, 7 critical. lib/risks/scoring/rules.ts says the same, and a test compares
-- them over every combination. An old low or medium is not trusted; an old high or critical is feared as before. A signal is knowledge enough.
CREATE FUNCTION risk_level(applies boolean, severity smallint, assessed boolean, stale boolean, accepted boolean, signalled boolean) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE
    WHEN NOT applies THEN 0
    WHEN accepted THEN 2
    WHEN NOT assessed AND NOT (signalled AND severity >= 3) THEN 3
    WHEN stale AND severity <= 2 THEN 4
    WHEN severity = 1 THEN 1
    ELSE severity + 3
  END)::smallint
$$;

-- 4. What is due to be found and scored again -----------------------------------------------------------------------------------
CREATE FUNCTION make_risks_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
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
CREATE TRIGGER risks_due_added AFTER INSERT ON assets REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_risks_due();
CREATE TRIGGER risks_due_changed AFTER UPDATE ON assets REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_risks_due();

-- 5. Tallies: each statement appends its differences, so that no two changes wait for one another; fold_tallies() adds them up -------------------
CREATE FUNCTION tally_assets() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO tallies (measure, team_id, kind, stage, level, n)
    SELECT 'asset', a.team_id, a.kind, s.stage, s.level, count(*) FROM after a, LATERAL (VALUES ('', a.level), ('collect', a.level_collect),
      ('validate', a.level_validate), ('develop', a.level_develop), ('deploy', a.level_deploy), ('monitor', a.level_monitor), ('change', a.level_change)) s (stage, level)
    WHERE a.status = 'active' GROUP BY 2, 3, 4, 5;
  ELSE
    INSERT INTO tallies (measure, team_id, kind, stage, level, n)
    SELECT 'asset', d.team_id, d.kind, s.stage, s.level, sum(d.sign)
    FROM (
      SELECT b.*, -1 AS sign FROM before b JOIN after a ON a.id = b.id
      WHERE (a.team_id, a.kind, a.status, a.level, a.level_collect, a.level_validate, a.level_develop, a.level_deploy, a.level_monitor, a.level_change)
        IS DISTINCT FROM (b.team_id, b.kind, b.status, b.level, b.level_collect, b.level_validate, b.level_develop, b.level_deploy, b.level_monitor, b.level_change)
      UNION ALL
      SELECT a.*, 1 FROM after a JOIN before b ON a.id = b.id
      WHERE (a.team_id, a.kind, a.status, a.level, a.level_collect, a.level_validate, a.level_develop, a.level_deploy, a.level_monitor, a.level_change)
        IS DISTINCT FROM (b.team_id, b.kind, b.status, b.level, b.level_collect, b.level_validate, b.level_develop, b.level_deploy, b.level_monitor, b.level_change)
    ) d, LATERAL (VALUES ('', d.level), ('collect', d.level_collect), ('validate', d.level_validate), ('develop', d.level_develop),
      ('deploy', d.level_deploy), ('monitor', d.level_monitor), ('change', d.level_change)) s (stage, level)
    WHERE d.status = 'active' GROUP BY 2, 3, 4, 5 HAVING sum(d.sign) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER tallied_added AFTER INSERT ON assets REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_assets();
CREATE TRIGGER tallied_changed AFTER UPDATE ON assets REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_assets();

CREATE FUNCTION tally_risks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO tallies (measure, team_id, kind, stage, level, x, y, n)
    SELECT m.measure, r.team_id, r.kind, m.stage, r.level, m.x, m.y, count(*) FROM after r, LATERAL (VALUES
      ('risk', r.stage, r.likelihood, r.impact), ('coverage', r.stage, r.coverage, 0::smallint),
      ('age', '', (extract(year FROM r.opened_at AT TIME ZONE 'UTC') * 12 + extract(month FROM r.opened_at AT TIME ZONE 'UTC') - 1)::smallint, 0::smallint)) m (measure, stage, x, y)
    WHERE r.applies GROUP BY 1, 2, 3, 4, 5, 6, 7;
  ELSE
    INSERT INTO tallies (measure, team_id, kind, stage, level, x, y, n)
    SELECT m.measure, d.team_id, d.kind, m.stage, d.level, m.x, m.y, sum(d.sign)
    FROM (
      SELECT b.*, -1 AS sign FROM before b JOIN after a ON a.id = b.id
      WHERE (a.team_id, a.kind, a.applies, a.level, a.likelihood, a.impact, a.coverage, a.opened_at)
        IS DISTINCT FROM (b.team_id, b.kind, b.applies, b.level, b.likelihood, b.impact, b.coverage, b.opened_at)
      UNION ALL
      SELECT a.*, 1 FROM after a JOIN before b ON a.id = b.id
      WHERE (a.team_id, a.kind, a.applies, a.level, a.likelihood, a.impact, a.coverage, a.opened_at)
        IS DISTINCT FROM (b.team_id, b.kind, b.applies, b.level, b.likelihood, b.impact, b.coverage, b.opened_at)
    ) d, LATERAL (VALUES
      ('risk', d.stage, d.likelihood, d.impact), ('coverage', d.stage, d.coverage, 0::smallint),
      ('age', '', (extract(year FROM d.opened_at AT TIME ZONE 'UTC') * 12 + extract(month FROM d.opened_at AT TIME ZONE 'UTC') - 1)::smallint, 0::smallint)) m (measure, stage, x, y)
    WHERE d.applies GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(d.sign) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER tallied_added AFTER INSERT ON risks REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_risks();
CREATE TRIGGER tallied_changed AFTER UPDATE ON risks REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_risks();

-- Adds up what has been appended; returns how many rows that was. Readers see the same sums before, while and after.
CREATE FUNCTION fold_tallies() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE folded bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('gatehouse.tallies', 0)) THEN RETURN 0; END IF;
  WITH many AS (
    SELECT measure, team_id, kind, stage, level, x, y FROM tallies GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING count(*) > 1 OR sum(n) = 0
  ), gone AS (
    DELETE FROM tallies t USING many m
    WHERE (t.measure, t.team_id, t.kind, t.stage, t.level, t.x, t.y) = (m.measure, m.team_id, m.kind, m.stage, m.level, m.x, m.y)
    RETURNING t.*
  ), added AS (
    INSERT INTO tallies (measure, team_id, kind, stage, level, x, y, n)
    SELECT measure, team_id, kind, stage, level, x, y, sum(n) FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
  )
  SELECT count(*) INTO folded FROM gone;
  RETURN folded;
END $$;
REVOKE ALL ON FUNCTION fold_tallies() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fold_tallies() TO gatehouse_app;
-- What stands in the inventory already.
INSERT INTO tallies (measure, team_id, kind, stage, level, n)
SELECT 'asset', a.team_id, a.kind, s.stage, s.level, count(*) FROM assets a, LATERAL (VALUES ('', a.level), ('collect', a.level_collect),
  ('validate', a.level_validate), ('develop', a.level_develop), ('deploy', a.level_deploy), ('monitor', a.level_monitor), ('change', a.level_change)) s (stage, level)
WHERE a.status = 'active' GROUP BY 2, 3, 4, 5;

-- 6. No write without its event; history stays as it was ------------------------------------------------------------------------
DO $$
DECLARE governed text;
BEGIN
  FOREACH governed IN ARRAY ARRAY['threats', 'controls', 'mitigations', 'frameworks', 'framework_items', 'catalogue_references',
    'risks', 'risk_changes', 'safeguards', 'evidence', 'evidence_chunks', 'acceptances', 'signals'] LOOP
    EXECUTE format('CREATE TRIGGER announced BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announcement()', governed);
  END LOOP;
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON risk_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON evidence_chunks FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- 7. Row-level security ----------------------------------------------------------------------------------------------------
DO $$
DECLARE
  ruled text;
  every text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on') $p$;
  readable text := $p$ ((SELECT current_setting('app.every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])) $p$;
  writable text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.write_team_ids', true), '')::uuid[])::uuid[])) $p$;
BEGIN
  FOREACH ruled IN ARRAY ARRAY['threats', 'controls', 'mitigations', 'frameworks', 'framework_items', 'catalogue_references', 'recalculations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (true)', ruled);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', ruled, every);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', ruled, every, every);
    EXECUTE format('CREATE POLICY deletable ON %I FOR DELETE USING (%s)', ruled, every);
  END LOOP;
  FOREACH ruled IN ARRAY ARRAY['risks', 'risk_changes', 'safeguards', 'evidence', 'evidence_chunks', 'acceptances', 'signals', 'risks_due'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (%s)', ruled, readable);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', ruled, writable);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', ruled, writable, writable);
    EXECUTE format('CREATE POLICY deletable ON %I FOR DELETE USING (%s)', ruled, writable);
  END LOOP;
  EXECUTE 'ALTER TABLE tallies ENABLE ROW LEVEL SECURITY';
  EXECUTE format('CREATE POLICY readable ON tallies FOR SELECT USING (%s)', readable);
  -- The row of the whole organisation is for those who may read every team.
  EXECUTE 'ALTER TABLE posture_days ENABLE ROW LEVEL SECURITY';
  EXECUTE format('CREATE POLICY readable ON posture_days FOR SELECT USING (%s)', readable);
  EXECUTE format('CREATE POLICY insertable ON posture_days FOR INSERT WITH CHECK (%s)', every);
  EXECUTE format('CREATE POLICY updatable ON posture_days FOR UPDATE USING (%s) WITH CHECK (%s)', every, every);
END $$;

-- 8. The application's role -----------------------------------------------------------------------------------------------------
GRANT SELECT ON threats, controls, mitigations, frameworks, framework_items, catalogue_references, scorings, risks, risk_changes, acceptances, signals,
  safeguards, evidence, evidence_chunks, risks_due, tallies, posture_days, recalculations TO gatehouse_app;
GRANT INSERT, UPDATE ON threats, controls, mitigations, frameworks, framework_items, risks, acceptances, signals, safeguards, posture_days, recalculations TO gatehouse_app;
GRANT INSERT, UPDATE, DELETE ON scorings TO gatehouse_app;
GRANT INSERT, DELETE ON catalogue_references TO gatehouse_app;
GRANT INSERT ON risk_changes, evidence, evidence_chunks TO gatehouse_app;
GRANT UPDATE (removed_at) ON evidence TO gatehouse_app;
GRANT DELETE ON risks_due TO gatehouse_app;
GRANT USAGE ON SEQUENCE scorings_id_seq TO gatehouse_app;
