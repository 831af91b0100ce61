-- What a review is decided by: separation of duties, quorum and the machine's arrows, held by the database whatever the application believes.

-- 1. The tables ----------------------------------------------------------------------------------------------------------------------------
-- A service account asks for reviews too.
ALTER TABLE "reviews" DROP CONSTRAINT "reviews_requested_by_fkey";
-- Who owned what it is about when it was asked for; the database writes it.
ALTER TABLE "reviews" ADD COLUMN "owners" UUID[] DEFAULT ARRAY[]::UUID[];
-- The round whose approval it is a condition of.
ALTER TABLE "review_tasks" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 1;
-- When the seats went to the delegate.
ALTER TABLE "delegations" ADD COLUMN "started_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "reviews_due_at_id_idx" ON "reviews"("due_at", "id");
CREATE INDEX "reviews_requested_at_id_idx" ON "reviews"("requested_at", "id");
CREATE INDEX "reviews_person_id_idx" ON "reviews"("person_id");
CREATE INDEX "reviews_version_id_idx" ON "reviews"("version_id");
CREATE INDEX "delegations_to_user_id_until_at_idx" ON "delegations"("to_user_id", "until_at");

-- What the model language cannot say: parts of tables, and names in an order that is the same on every machine.
CREATE INDEX reviews_by_title ON reviews ((lower(title) COLLATE "C"), id);
CREATE INDEX reviews_by_decision ON reviews (decided_at, id) WHERE decided_at IS NOT NULL;
CREATE INDEX reviews_letters ON reviews USING gin (lower(title) gin_trgm_ops);
CREATE INDEX review_seats_in_pools ON review_seats (team_id, role, review_id) WHERE released_at IS NULL AND user_id IS NULL;
CREATE INDEX review_seats_held ON review_seats (user_id, review_id) WHERE released_at IS NULL AND user_id IS NOT NULL;
CREATE INDEX review_tasks_open ON review_tasks (due_at) WHERE done_at IS NULL AND missed_at IS NULL;

ALTER TABLE review_tasks ADD CHECK (round >= 1), ADD CHECK ((done_at IS NULL) = (done_by IS NULL));
-- A review of the same thing waits once: of two who ask at once, the second finds the first's.
CREATE UNIQUE INDEX reviews_waiting_once ON reviews (subject, asset_id, coalesce(version_id, asset_id), coalesce(base_version_id, asset_id), coalesce(stage, ''), template)
  WHERE status IN ('open', 'changes') AND asset_id IS NOT NULL AND acceptance_id IS NULL;
CREATE UNIQUE INDEX reviews_acceptance_once ON reviews (acceptance_id, template) WHERE status IN ('open', 'changes') AND acceptance_id IS NOT NULL;
CREATE UNIQUE INDEX reviews_access_once ON reviews (team_id, person_id, template) WHERE status IN ('open', 'changes') AND person_id IS NOT NULL;

-- The list reads this view: the scope of the table's policy, as a plain condition, so that an index may answer a search.
CREATE VIEW review_list AS
SELECT * FROM reviews
WHERE CASE
  WHEN (SELECT current_setting('app.every_team', true)) = 'on' THEN 1
  WHEN team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[]) THEN 1
  ELSE 0
END <> 0;
GRANT SELECT ON review_list TO gatehouse_app;

-- 2. Who owned it then ---------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION note_review_owners() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.owners := ARRAY(
    SELECT a.owner_id FROM assets a WHERE a.id = NEW.asset_id AND a.owner_id IS NOT NULL
    UNION SELECT r.owner_id FROM acceptances c JOIN risks r ON r.id = c.risk_id WHERE c.id = NEW.acceptance_id AND r.owner_id IS NOT NULL);
  RETURN NEW;
END $$;
CREATE TRIGGER owners BEFORE INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION note_review_owners();

-- 3. Nobody decides on what they asked for, own, registered or implemented -----------------------------------------------------------------
-- Whoever made a service account or a token of it can act as it.
CREATE FUNCTION acts_as(actor uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT actor = person OR EXISTS (SELECT FROM service_accounts s WHERE s.id = actor
    AND (s.created_by = person OR EXISTS (SELECT FROM api_tokens t WHERE t.service_account_id = s.id AND t.created_by = person)))
$$;
REVOKE ALL ON FUNCTION acts_as(uuid, uuid) FROM PUBLIC;

-- Why a person may not decide on a review, as the application's policy says it too; null where they may.
CREATE FUNCTION review_conflict(which uuid, person uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN acts_as(r.requested_by, person) THEN 'requester'
    WHEN r.person_id = person THEN 'subject'
    WHEN EXISTS (SELECT FROM assets a WHERE a.id = r.asset_id AND a.owner_id = person) THEN 'owner'
    WHEN EXISTS (SELECT FROM acceptances c WHERE c.id = r.acceptance_id AND c.requested_by = person) THEN 'acceptance-requester'
    WHEN EXISTS (SELECT FROM acceptances c JOIN risks k ON k.id = c.risk_id WHERE c.id = r.acceptance_id AND k.owner_id = person) THEN 'risk-owner'
    WHEN person = ANY (r.owners) THEN 'owner-then'
    WHEN EXISTS (SELECT FROM asset_versions v WHERE v.id = r.version_id AND acts_as(v.registered_by, person)) THEN 'registered'
    WHEN EXISTS (SELECT FROM review_template_versions t, jsonb_array_elements(t.content -> 'items') i JOIN safeguards s ON s.control = i ->> 'control'
      WHERE t.template = r.template AND t.number = r.template_number AND s.asset_id = r.asset_id AND acts_as(s.implemented_by, person)) THEN 'implemented'
  END
  FROM reviews r WHERE r.id = which
$$;
REVOKE ALL ON FUNCTION review_conflict(uuid, uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION refuse_own_vote() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF review_conflict(NEW.review_id, NEW.user_id) IS NOT NULL THEN
    RAISE EXCEPTION 'nobody decides on what they requested, own, registered or implemented (%)', review_conflict(NEW.review_id, NEW.user_id) USING ERRCODE = 'GH005';
  END IF;
  RETURN NEW;
END $$;

-- A vote is cast in the round that is open.
CREATE FUNCTION refuse_late_vote() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM reviews r WHERE r.id = NEW.review_id AND r.status = 'open' AND r.round = NEW.round) THEN
    RAISE EXCEPTION 'a vote is cast in the open round of a review' USING ERRCODE = 'GH006';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER in_time BEFORE INSERT ON review_votes FOR EACH ROW EXECUTE FUNCTION refuse_late_vote();

-- 4. What a review is about stays, and its status goes along the arrows ---------------------------------------------------------------------
CREATE FUNCTION refuse_other_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.subject, NEW.asset_id, NEW.version_id, NEW.base_version_id, NEW.stage, NEW.acceptance_id, NEW.person_id, NEW.template, NEW.template_number, NEW.quorum,
      NEW.requested_by, NEW.requested_at, NEW.owners)
    IS DISTINCT FROM (OLD.subject, OLD.asset_id, OLD.version_id, OLD.base_version_id, OLD.stage, OLD.acceptance_id, OLD.person_id, OLD.template, OLD.template_number,
      OLD.quorum, OLD.requested_by, OLD.requested_at, OLD.owners) THEN
    RAISE EXCEPTION 'what a review is about, and what it takes, does not change' USING ERRCODE = 'GH006';
  END IF;
  IF OLD.break_glass AND NOT NEW.break_glass THEN
    RAISE EXCEPTION 'a broken glass stays broken' USING ERRCODE = 'GH006';
  END IF;
  IF NEW.status = OLD.status THEN
    IF NEW.round <> OLD.round THEN RAISE EXCEPTION 'a round begins when a review is opened again' USING ERRCODE = 'GH006'; END IF;
    RETURN NEW;
  END IF;
  IF NOT (OLD.status = 'open' AND NEW.status IN ('approved', 'conditions', 'changes', 'rejected', 'withdrawn')
       OR OLD.status = 'changes' AND NEW.status IN ('open', 'withdrawn')
       OR OLD.status = 'approved' AND NEW.status IN ('conditions', 'stale')
       OR OLD.status = 'conditions' AND NEW.status IN ('approved', 'open', 'stale'))
     OR NEW.round <> OLD.round + (NEW.status = 'open')::int THEN
    RAISE EXCEPTION 'a review that is % (round %) does not become % (round %)', OLD.status, OLD.round, NEW.status, NEW.round USING ERRCODE = 'GH006';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER along_the_arrows BEFORE UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION refuse_other_review();

-- 5. Approved means approved: by the quorum of different people in this round, none of whom may not have decided -----------------------------
CREATE FUNCTION require_quorum() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  given integer;
  broken integer;
BEGIN
  IF NEW.status NOT IN ('approved', 'conditions') OR (TG_OP = 'UPDATE' AND OLD.status IN ('approved', 'conditions')) THEN RETURN NULL; END IF;
  SELECT count(DISTINCT v.user_id), count(DISTINCT v.user_id) FILTER (WHERE v.break_glass) INTO given, broken
  FROM review_votes v WHERE v.review_id = NEW.id AND v.round = NEW.round AND v.decision IN ('approve', 'conditions') AND review_conflict(NEW.id, v.user_id) IS NULL;
  IF given < NEW.quorum AND NOT (NEW.break_glass AND broken >= 2)
     OR EXISTS (SELECT FROM review_votes v WHERE v.review_id = NEW.id AND v.round = NEW.round AND v.decision IN ('changes', 'reject')) THEN
    RAISE EXCEPTION 'a review is approved by its quorum: % of %', given, NEW.quorum USING ERRCODE = 'GH007';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER quorum AFTER INSERT OR UPDATE ON reviews DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.status IN ('approved', 'conditions')) EXECUTE FUNCTION require_quorum();
