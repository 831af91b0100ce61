-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "actor_type" TEXT NOT NULL DEFAULT 'person',
ADD COLUMN     "personal" JSONB,
ADD COLUMN     "via" TEXT,
ADD COLUMN     "via_id" UUID,
ADD COLUMN     "xid" xid8 NOT NULL DEFAULT pg_current_xact_id();

-- CreateTable
CREATE TABLE "audit_personal" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "subject_id" UUID,
    "salt" BYTEA NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "audit_personal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seals" (
    "seq" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "number" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "previous" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "audit_verifications" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "full" BOOLEAN NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "seq" BIGINT NOT NULL,
    "problem" TEXT,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "audit_verifications_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_personal_subject_id_idx" ON "audit_personal"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seals_event_id_key" ON "audit_seals"("event_id");

-- CreateIndex
CREATE INDEX "audit_verifications_at_idx" ON "audit_verifications"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_idx" ON "audit_events"("actor_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_team_id_at_idx" ON "audit_events"("team_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_event_at_idx" ON "audit_events"("event", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_request_id_idx" ON "audit_events"("request_id");

-- CreateIndex
CREATE INDEX "audit_events_xid_id_idx" ON "audit_events"("xid", "id");

-- Values ---------------------------------------------------------------------------------------------------------------
ALTER TABLE audit_events
  ADD CHECK (actor_type IN ('person', 'service')),
  ADD CHECK (via IN ('session', 'token')),
  ADD CHECK ((via IS NULL) = (via_id IS NULL)),
  ADD CHECK (jsonb_typeof(personal) = 'array');
ALTER TABLE audit_personal ADD CHECK (length(salt) >= 16);
ALTER TABLE audit_seals
  ADD CHECK (seq > 0),
  ADD CHECK (length(digest) = 32 AND length(hash) = 32);
ALTER TABLE audit_checkpoints
  ADD CHECK (number > 0 AND seq > 0),
  ADD CHECK (length(hash) = 32 AND length(previous) = 32 AND length(signature) = 64);

-- What was written stays: nobody changes it, the owner of the tables by mistake included ----------------------------------
CREATE TRIGGER immutable BEFORE UPDATE ON audit_personal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '"%" is immutable', TG_TABLE_NAME USING ERRCODE = 'GH002';
END $$;
DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['audit_events', 'audit_personal', 'audit_seals', 'audit_checkpoints'] LOOP
    EXECUTE format('CREATE TRIGGER whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation()', kept);
  END LOOP;
END $$;

-- What is personal goes when the person is erased, in the transaction that tells so, and in no other.
CREATE FUNCTION require_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.subject_id IS NULL OR NOT EXISTS (
    SELECT FROM audit_events WHERE event = 'user.erased' AND target_type = 'user' AND target_id = OLD.subject_id AND xid = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'personal data of the audit log are deleted by the erasure of their person alone' USING ERRCODE = 'GH002';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER erased BEFORE DELETE ON audit_personal FOR EACH ROW EXECUTE FUNCTION require_erasure();

CREATE FUNCTION erase_personal(person uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE erased integer;
BEGIN
  IF current_setting('app.announced', true) IS DISTINCT FROM 'user.erased' OR current_setting('app.write_every_team', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'an erasure in a transaction that has not announced it' USING ERRCODE = 'GH001';
  END IF;
  DELETE FROM audit_personal WHERE subject_id = person;
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN erased;
END $$;
REVOKE EXECUTE ON FUNCTION erase_personal(uuid) FROM PUBLIC;

-- Row-level security -----------------------------------------------------------------------------------------------------
-- Personal parts are read with the event that they were kept with. Seals and checkpoints say nothing of what was done.
ALTER TABLE audit_personal ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON audit_personal FOR SELECT USING (
  (SELECT current_setting('app.every_team', true)) = 'on' OR EXISTS (SELECT FROM audit_events e WHERE e.id = event_id));
CREATE POLICY appendable ON audit_personal FOR INSERT WITH CHECK (true);

-- The application's role ---------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT ON audit_personal, audit_seals, audit_checkpoints, audit_verifications TO gatehouse_app;
GRANT EXECUTE ON FUNCTION erase_personal(uuid) TO gatehouse_app;
