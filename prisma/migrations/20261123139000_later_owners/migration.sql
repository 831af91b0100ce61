-- Whoever owned the asset, or the risk, at any moment since a review, a waiver or an acceptance was asked for does not decide on it: an owner who hands it on for a
-- minute, or is given it for one, stays named.
CREATE OR REPLACE FUNCTION refuse_other_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.subject, NEW.asset_id, NEW.version_id, NEW.base_version_id, NEW.stage, NEW.acceptance_id, NEW.person_id, NEW.template, NEW.template_number, NEW.quorum,
      NEW.requested_by, NEW.requested_at)
    IS DISTINCT FROM (OLD.subject, OLD.asset_id, OLD.version_id, OLD.base_version_id, OLD.stage, OLD.acceptance_id, OLD.person_id, OLD.template, OLD.template_number,
      OLD.quorum, OLD.requested_by, OLD.requested_at) THEN
    RAISE EXCEPTION 'what a review is about, and what it takes, does not change' USING ERRCODE = 'GH006';
  END IF;
  -- Only the triggers below add to them.
  IF NEW.owners IS DISTINCT FROM OLD.owners AND (pg_trigger_depth() < 2 OR NOT NEW.owners @> OLD.owners) THEN
    RAISE EXCEPTION 'who owned it while a review waits does not change' USING ERRCODE = 'GH006';
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

CREATE FUNCTION note_later_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'assets' THEN
    UPDATE reviews SET owners = array_append(owners, NEW.owner_id)
    WHERE asset_id = NEW.id AND status IN ('open', 'changes', 'conditions') AND NOT NEW.owner_id = ANY (owners);
    UPDATE waivers SET owners = array_append(owners, NEW.owner_id)
    WHERE asset_id = NEW.id AND status = 'requested' AND NOT NEW.owner_id = ANY (owners);
    UPDATE acceptances SET owners = array_append(owners, NEW.owner_id)
    WHERE asset_id = NEW.id AND status = 'requested' AND NOT NEW.owner_id = ANY (owners);
  ELSE
    UPDATE acceptances SET owners = array_append(owners, NEW.owner_id)
    WHERE risk_id = NEW.id AND status = 'requested' AND NOT NEW.owner_id = ANY (owners);
    UPDATE reviews SET owners = array_append(owners, NEW.owner_id)
    WHERE acceptance_id IN (SELECT c.id FROM acceptances c WHERE c.risk_id = NEW.id)
      AND status IN ('open', 'changes', 'conditions') AND NOT NEW.owner_id = ANY (owners);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION note_later_owner() FROM PUBLIC;
CREATE TRIGGER later_owner AFTER UPDATE OF owner_id ON assets FOR EACH ROW
  WHEN (NEW.owner_id IS NOT NULL AND NEW.owner_id IS DISTINCT FROM OLD.owner_id) EXECUTE FUNCTION note_later_owner();
CREATE TRIGGER later_owner AFTER UPDATE OF owner_id ON risks FOR EACH ROW
  WHEN (NEW.owner_id IS NOT NULL AND NEW.owner_id IS DISTINCT FROM OLD.owner_id) EXECUTE FUNCTION note_later_owner();
