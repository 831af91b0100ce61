-- What decides stays what it was, whatever the application believes: who votes does so in their own name, a review begins open, an approval is of a
-- review that was approved and says what that says, and one that was lost does not come back.

-- 1. In one's own name. The house alone, which acts for nobody, asks for reviews in the name of whoever changed what they are about.
CREATE POLICY own_vote ON review_votes AS RESTRICTIVE FOR INSERT
  WITH CHECK (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));
CREATE POLICY begins_open ON reviews AS RESTRICTIVE FOR INSERT
  WITH CHECK (status = 'open' AND round = 1 AND NOT break_glass
    AND (requested_by IS NULL OR coalesce(requested_by = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid), true)));

-- 2. Approvals
CREATE POLICY of_its_review ON approvals AS RESTRICTIVE FOR INSERT
  WITH CHECK (status = 'fresh' AND EXISTS (SELECT FROM reviews r WHERE r.id = approvals.review_id AND r.status IN ('approved', 'conditions')
    AND r.asset_id = approvals.asset_id AND r.version_id IS NOT DISTINCT FROM approvals.version_id AND r.stage IS NOT DISTINCT FROM approvals.stage));
REVOKE UPDATE ON approvals FROM gatehouse_app;
GRANT UPDATE (status, stale_at, stale_reason, told_at, reminded_at) ON approvals TO gatehouse_app;

CREATE FUNCTION refuse_second_spring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an approval that is % does not become %', OLD.status, NEW.status USING ERRCODE = 'GH006';
END $$;
CREATE TRIGGER lost_for_good BEFORE UPDATE OF status ON approvals FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND (NEW.status = 'fresh' OR OLD.status = 'superseded')) EXECUTE FUNCTION refuse_second_spring();

-- 3. Without the mark, the quorum is of those who voted the ordinary way.
CREATE OR REPLACE FUNCTION require_quorum() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  given integer;
  broken integer;
BEGIN
  IF NEW.status NOT IN ('approved', 'conditions') OR (TG_OP = 'UPDATE' AND OLD.status IN ('approved', 'conditions')) THEN RETURN NULL; END IF;
  SELECT count(DISTINCT v.user_id), count(DISTINCT v.user_id) FILTER (WHERE v.break_glass) INTO given, broken
  FROM review_votes v WHERE v.review_id = NEW.id AND v.round = NEW.round AND v.decision IN ('approve', 'conditions') AND review_conflict(NEW.id, v.user_id) IS NULL;
  IF (CASE WHEN NEW.break_glass THEN given < NEW.quorum AND broken < 2 ELSE given - broken < NEW.quorum END)
     OR EXISTS (SELECT FROM review_votes v WHERE v.review_id = NEW.id AND v.round = NEW.round AND v.decision IN ('changes', 'reject')) THEN
    RAISE EXCEPTION 'a review is approved by its quorum: % of %', given, NEW.quorum USING ERRCODE = 'GH007';
  END IF;
  RETURN NULL;
END $$;

-- 4. What can be claimed is found by its pools: of a role in every team, and of a role in one.
CREATE INDEX review_seats_by_role ON review_seats (role, team_id, review_id) WHERE released_at IS NULL AND user_id IS NULL;
