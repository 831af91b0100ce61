-- CreateTable
CREATE TABLE "gate_policies" (
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "requirements" JSONB NOT NULL,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gate_policies_pkey" PRIMARY KEY ("kind","stage","number")
);

-- CreateTable
CREATE TABLE "promotions" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "version_id" UUID,
    "root_digest" TEXT,
    "from_stage" TEXT NOT NULL,
    "to_stage" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "verdict" JSONB NOT NULL,
    "policy_number" INTEGER,
    "reason" TEXT NOT NULL DEFAULT '',
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "promotions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "waivers" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "requirement" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "waivers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "team_id" UUID,
    "asset_id" UUID,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL DEFAULT '',
    "href" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),
    "mailed_at" TIMESTAMPTZ(3),
    "digest" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhooks" (
    "id" UUID NOT NULL,
    "team_id" UUID,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "events" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "team_id" UUID,
    "event" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_feeds" (
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "calendar_feeds_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "review_templates" (
    "key" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "current" INTEGER NOT NULL DEFAULT 1,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "review_templates_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "review_template_versions" (
    "template" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_template_versions_pkey" PRIMARY KEY ("template","number")
);

-- CreateTable
CREATE TABLE "reviews" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "asset_id" UUID,
    "version_id" UUID,
    "base_version_id" UUID,
    "stage" TEXT,
    "acceptance_id" UUID,
    "person_id" UUID,
    "template" TEXT NOT NULL,
    "template_number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'open',
    "cause" TEXT NOT NULL DEFAULT 'hand',
    "cause_ref" TEXT,
    "quorum" INTEGER NOT NULL DEFAULT 1,
    "round" INTEGER NOT NULL DEFAULT 1,
    "requested_by" UUID,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "break_glass" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_seats" (
    "id" UUID NOT NULL,
    "review_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID,
    "role" TEXT,
    "source" TEXT NOT NULL DEFAULT 'hand',
    "delegated_from" UUID,
    "assigned_by" UUID,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_seats_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_votes" (
    "id" UUID NOT NULL,
    "review_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "break_glass" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_votes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_answers" (
    "review_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "item" TEXT NOT NULL,
    "answer" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "link" TEXT,
    "answered_by" UUID,
    "answered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "review_answers_pkey" PRIMARY KEY ("review_id","item")
);

-- CreateTable
CREATE TABLE "review_tasks" (
    "id" UUID NOT NULL,
    "review_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),
    "done_by" UUID,
    "missed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "review_tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_comments" (
    "id" UUID NOT NULL,
    "review_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "parent_id" UUID,
    "author_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "mentions" UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_files" (
    "id" UUID NOT NULL,
    "review_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "added_by" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_file_chunks" (
    "file_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "review_file_chunks_pkey" PRIMARY KEY ("file_id","position")
);

-- CreateTable
CREATE TABLE "approvals" (
    "id" UUID NOT NULL,
    "review_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "version_id" UUID,
    "root_digest" TEXT,
    "stage" TEXT,
    "upstream" JSONB NOT NULL DEFAULT '[]',
    "upstream_digest" TEXT NOT NULL,
    "governed" JSONB NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL DEFAULT 'fresh',
    "approved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "stale_at" TIMESTAMPTZ(3),
    "stale_reason" JSONB,

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_schedules" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "filter" TEXT NOT NULL DEFAULT '',
    "assignment" JSONB NOT NULL DEFAULT '{}',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "next_at" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "review_schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_policies" (
    "id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "kinds" TEXT[],
    "stages" TEXT[],
    "template" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "review_policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delegations" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "to_user_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "delegations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "promotions_asset_id_at_idx" ON "promotions"("asset_id", "at");

-- CreateIndex
CREATE INDEX "promotions_team_id_at_idx" ON "promotions"("team_id", "at");

-- CreateIndex
CREATE INDEX "waivers_asset_id_stage_status_idx" ON "waivers"("asset_id", "stage", "status");

-- CreateIndex
CREATE INDEX "waivers_status_until_idx" ON "waivers"("status", "until");

-- CreateIndex
CREATE INDEX "notifications_user_id_read_at_created_at_idx" ON "notifications"("user_id", "read_at", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_user_id_key_key" ON "notifications"("user_id", "key");

-- CreateIndex
CREATE INDEX "webhook_deliveries_status_next_at_idx" ON "webhook_deliveries"("status", "next_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_webhook_id_key_key" ON "webhook_deliveries"("webhook_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_feeds_token_hash_key" ON "calendar_feeds"("token_hash");

-- CreateIndex
CREATE INDEX "reviews_status_due_at_id_idx" ON "reviews"("status", "due_at", "id");

-- CreateIndex
CREATE INDEX "reviews_team_id_status_due_at_id_idx" ON "reviews"("team_id", "status", "due_at", "id");

-- CreateIndex
CREATE INDEX "reviews_asset_id_requested_at_idx" ON "reviews"("asset_id", "requested_at");

-- CreateIndex
CREATE INDEX "reviews_requested_by_status_idx" ON "reviews"("requested_by", "status");

-- CreateIndex
CREATE INDEX "reviews_acceptance_id_idx" ON "reviews"("acceptance_id");

-- CreateIndex
CREATE UNIQUE INDEX "reviews_id_team_id_key" ON "reviews"("id", "team_id");

-- CreateIndex
CREATE INDEX "review_seats_review_id_idx" ON "review_seats"("review_id");

-- CreateIndex
CREATE INDEX "review_seats_user_id_released_at_idx" ON "review_seats"("user_id", "released_at");

-- CreateIndex
CREATE UNIQUE INDEX "review_votes_review_id_round_user_id_key" ON "review_votes"("review_id", "round", "user_id");

-- CreateIndex
CREATE INDEX "review_tasks_review_id_idx" ON "review_tasks"("review_id");

-- CreateIndex
CREATE INDEX "review_tasks_owner_id_done_at_due_at_idx" ON "review_tasks"("owner_id", "done_at", "due_at");

-- CreateIndex
CREATE INDEX "review_comments_review_id_created_at_idx" ON "review_comments"("review_id", "created_at");

-- CreateIndex
CREATE INDEX "review_files_review_id_idx" ON "review_files"("review_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_files_id_team_id_key" ON "review_files"("id", "team_id");

-- CreateIndex
CREATE INDEX "approvals_asset_id_status_idx" ON "approvals"("asset_id", "status");

-- CreateIndex
CREATE INDEX "approvals_version_id_status_idx" ON "approvals"("version_id", "status");

-- CreateIndex
CREATE INDEX "approvals_status_valid_until_idx" ON "approvals"("status", "valid_until");

-- CreateIndex
CREATE INDEX "review_schedules_next_at_idx" ON "review_schedules"("next_at");

-- CreateIndex
CREATE INDEX "review_schedules_team_id_idx" ON "review_schedules"("team_id");

-- CreateIndex
CREATE INDEX "delegations_user_id_until_at_idx" ON "delegations"("user_id", "until_at");

-- AddForeignKey
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_asset_id_team_id_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waivers" ADD CONSTRAINT "waivers_asset_id_team_id_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_template_versions" ADD CONSTRAINT "review_template_versions_template_fkey" FOREIGN KEY ("template") REFERENCES "review_templates"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_asset_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_template_template_number_fkey" FOREIGN KEY ("template", "template_number") REFERENCES "review_template_versions"("template", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_seats" ADD CONSTRAINT "review_seats_review_id_team_id_fkey" FOREIGN KEY ("review_id", "team_id") REFERENCES "reviews"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_votes" ADD CONSTRAINT "review_votes_review_id_team_id_fkey" FOREIGN KEY ("review_id", "team_id") REFERENCES "reviews"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_answers" ADD CONSTRAINT "review_answers_review_id_team_id_fkey" FOREIGN KEY ("review_id", "team_id") REFERENCES "reviews"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_tasks" ADD CONSTRAINT "review_tasks_review_id_team_id_fkey" FOREIGN KEY ("review_id", "team_id") REFERENCES "reviews"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_review_id_team_id_fkey" FOREIGN KEY ("review_id", "team_id") REFERENCES "reviews"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_files" ADD CONSTRAINT "review_files_review_id_team_id_fkey" FOREIGN KEY ("review_id", "team_id") REFERENCES "reviews"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_file_chunks" ADD CONSTRAINT "review_file_chunks_file_id_team_id_fkey" FOREIGN KEY ("file_id", "team_id") REFERENCES "review_files"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_review_id_team_id_fkey" FOREIGN KEY ("review_id", "team_id") REFERENCES "reviews"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_asset_id_team_id_fkey" FOREIGN KEY ("asset_id", "team_id") REFERENCES "assets"("id", "team_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_schedules" ADD CONSTRAINT "review_schedules_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_requested_by_fkey" FOREIGN KEY ("requested_by") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- 1. Values ------------------------------------------------------------------------------------------------------------------
ALTER TABLE review_templates
  ADD CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  ADD CHECK (subject IN ('version', 'transition', 'acceptance', 'change', 'access', 'dataset'));
ALTER TABLE reviews
  ADD CHECK (subject IN ('version', 'transition', 'acceptance', 'change', 'access', 'dataset')),
  ADD CHECK (status IN ('open', 'approved', 'conditions', 'changes', 'rejected', 'withdrawn', 'stale')),
  ADD CHECK (cause IN ('hand', 'bulk', 'schedule', 'policy')),
  ADD CHECK (stage IN ('collect', 'validate', 'develop', 'deploy', 'monitor', 'change')),
  ADD CHECK ((subject = 'access') = (asset_id IS NULL)),
  ADD CHECK ((subject = 'access') = (person_id IS NOT NULL)),
  ADD CHECK ((subject = 'acceptance') = (acceptance_id IS NOT NULL)),
  ADD CHECK (subject <> 'transition' OR stage IS NOT NULL),
  ADD CHECK ((subject = 'change') = (base_version_id IS NOT NULL)),
  ADD CHECK (quorum BETWEEN 1 AND 20),
  ADD CHECK (round >= 1);
ALTER TABLE review_seats
  ADD CHECK (user_id IS NOT NULL OR role IS NOT NULL),
  ADD CHECK (source IN ('hand', 'template', 'rule', 'balanced', 'delegated', 'escalated'));
CREATE UNIQUE INDEX review_seats_once ON review_seats (review_id, user_id) WHERE released_at IS NULL AND user_id IS NOT NULL;
ALTER TABLE review_votes ADD CHECK (decision IN ('approve', 'conditions', 'changes', 'reject'));
ALTER TABLE review_answers ADD CHECK (answer IN ('yes', 'no', 'not_applicable'));
ALTER TABLE review_files ADD CHECK (sha256 ~ '^[0-9a-f]{64}$'), ADD CHECK (size >= 0);
-- A counted pattern costs ten times what a plain one does, and a hundred thousand approvals are written at once.
ALTER TABLE approvals
  ADD CHECK (status IN ('fresh', 'stale', 'superseded')),
  ADD CHECK (octet_length(root_digest) = 64 AND root_digest !~ '[^0-9a-f]'),
  ADD CHECK (octet_length(upstream_digest) = 64 AND upstream_digest !~ '[^0-9a-f]'),
  ADD CHECK ((status = 'stale') = (stale_at IS NOT NULL));
CREATE UNIQUE INDEX approvals_of_review ON approvals (review_id) WHERE status = 'fresh';
ALTER TABLE delegations ADD CHECK (user_id <> to_user_id), ADD CHECK (until_at > from_at);
ALTER TABLE gate_policies
  ADD CHECK (kind IN ('dataset', 'model', 'pipeline', 'infrastructure', 'repository')),
  ADD CHECK (stage IN ('collect', 'validate', 'develop', 'deploy', 'monitor', 'change'));
ALTER TABLE promotions ADD CHECK (act IN ('promote', 'skip', 'back'));
ALTER TABLE waivers
  ADD CHECK (status IN ('requested', 'granted', 'refused', 'withdrawn', 'revoked', 'ended')),
  ADD CHECK (until <= requested_at + interval '91 days'),
  ADD CONSTRAINT waiver_decided_by_another CHECK (decided_by <> requested_by),
  ADD CHECK (status NOT IN ('granted', 'refused') OR decided_by IS NOT NULL);
CREATE UNIQUE INDEX waivers_requested ON waivers (asset_id, stage, requirement) WHERE status = 'requested';
CREATE UNIQUE INDEX waivers_granted ON waivers (asset_id, stage, requirement) WHERE status = 'granted';
ALTER TABLE webhook_deliveries ADD CHECK (status IN ('waiting', 'delivered', 'failed'));

-- 2. Nobody decides on what they asked for: whatever the application believes -----------------------------------------------------------
CREATE FUNCTION refuse_own_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM reviews r WHERE r.id = NEW.review_id AND r.requested_by = NEW.user_id)
     OR EXISTS (SELECT FROM reviews r JOIN assets a ON a.id = r.asset_id WHERE r.id = NEW.review_id AND a.owner_id = NEW.user_id)
     OR EXISTS (SELECT FROM reviews r JOIN asset_versions v ON v.id = r.version_id WHERE r.id = NEW.review_id AND v.registered_by = NEW.user_id)
     OR EXISTS (SELECT FROM reviews r WHERE r.id = NEW.review_id AND r.person_id = NEW.user_id) THEN
    RAISE EXCEPTION 'nobody decides on what they requested, own or registered' USING ERRCODE = 'GH005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER by_another BEFORE INSERT ON review_votes FOR EACH ROW EXECUTE FUNCTION refuse_own_vote();

-- 3. No write without its event; what was decided stays as it was --------------------------------------------------------------------------
DO $$
DECLARE governed text;
BEGIN
  FOREACH governed IN ARRAY ARRAY['review_templates', 'review_template_versions', 'reviews', 'review_seats', 'review_votes', 'review_answers', 'review_tasks',
    'review_comments', 'review_files', 'review_file_chunks', 'approvals', 'review_schedules', 'review_policies', 'delegations',
    'gate_policies', 'promotions', 'waivers', 'webhooks'] LOOP
    EXECUTE format('CREATE TRIGGER announced BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announcement()', governed);
  END LOOP;
  FOREACH governed IN ARRAY ARRAY['review_template_versions', 'review_votes', 'review_file_chunks', 'gate_policies', 'promotions'] LOOP
    EXECUTE format('CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', governed);
  END LOOP;
END $$;

-- 4. Row-level security ------------------------------------------------------------------------------------------------------------------
DO $$
DECLARE
  ruled text;
  every text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on') $p$;
  readable text := $p$ ((SELECT current_setting('app.every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])) $p$;
  writable text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.write_team_ids', true), '')::uuid[])::uuid[])) $p$;
  own text := $p$ (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid)) $p$;
BEGIN
  FOREACH ruled IN ARRAY ARRAY['review_templates', 'review_template_versions', 'review_policies', 'gate_policies'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (true)', ruled);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', ruled, every);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', ruled, every, every);
  END LOOP;
  FOREACH ruled IN ARRAY ARRAY['reviews', 'review_seats', 'review_votes', 'review_answers', 'review_tasks', 'review_comments', 'review_files', 'review_file_chunks',
    'approvals', 'review_schedules', 'promotions', 'waivers', 'webhooks', 'webhook_deliveries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (%s)', ruled, readable);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', ruled, writable);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', ruled, writable, writable);
    EXECUTE format('CREATE POLICY deletable ON %I FOR DELETE USING (%s)', ruled, writable);
  END LOOP;
  -- What is somebody's own: read and changed by them; written for them by whoever may write every team, the house among them.
  FOREACH ruled IN ARRAY ARRAY['notifications', 'calendar_feeds', 'delegations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (%s OR %s)', ruled, own, every);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s OR %s)', ruled, own, every);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s OR %s) WITH CHECK (%s OR %s)', ruled, own, every, own, every);
    EXECUTE format('CREATE POLICY deletable ON %I FOR DELETE USING (%s OR %s)', ruled, own, every);
  END LOOP;
END $$;

-- 5. The application's role --------------------------------------------------------------------------------------------------------------
GRANT SELECT ON review_templates, review_template_versions, reviews, review_seats, review_votes, review_answers, review_tasks, review_comments, review_files,
  review_file_chunks, approvals, review_schedules, review_policies, delegations, gate_policies, promotions, waivers, notifications, webhooks,
  webhook_deliveries, calendar_feeds TO gatehouse_app;
GRANT INSERT, UPDATE ON review_templates, reviews, review_seats, review_answers, review_tasks, review_comments, approvals, review_schedules, review_policies,
  delegations, waivers, notifications, webhooks, webhook_deliveries, calendar_feeds TO gatehouse_app;
GRANT INSERT ON review_template_versions, review_votes, review_files, review_file_chunks, gate_policies, promotions TO gatehouse_app;
GRANT UPDATE (removed_at) ON review_files TO gatehouse_app;
GRANT DELETE ON notifications, webhook_deliveries, calendar_feeds TO gatehouse_app;
