-- AlterTable
ALTER TABLE "acceptances" ADD COLUMN "ended_by" UUID,
ADD COLUMN "ended_note" TEXT,
ADD COLUMN "owners" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN "treatment_before" TEXT;

-- A year from the day of the request is counted in the person's zone to the end of that day: with 29 February and the change of clocks, that is
-- up to 367 days and an hour.
ALTER TABLE acceptances DROP CONSTRAINT acceptances_check;
ALTER TABLE acceptances
  ADD CONSTRAINT acceptance_within_a_year CHECK (until <= requested_at + interval '367 days 2 hours'),
  ADD CONSTRAINT acceptance_has_reason CHECK (length(btrim(reason)) >= 20),
  ADD CONSTRAINT acceptance_refused_with_note CHECK (status <> 'refused' OR coalesce(btrim(note), '') <> ''),
  ADD CONSTRAINT acceptance_revoked_with_note CHECK (status <> 'revoked' OR (ended_by IS NOT NULL AND coalesce(btrim(ended_note), '') <> '')),
  ADD CONSTRAINT acceptance_ended_at CHECK ((status IN ('withdrawn', 'revoked', 'ended')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT acceptance_decided CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  ADD CHECK (treatment_before IN ('mitigate', 'accept', 'avoid', 'transfer'));

-- The application asks in the name of whoever acts, and nothing is born decided.
CREATE POLICY asked_for ON acceptances AS RESTRICTIVE FOR INSERT
  WITH CHECK (status = 'requested' AND requested_by = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));

-- Who may decide, and what may become of what. Who owned the asset and the risk when it was asked for does not decide either: else an owner would
-- hand it to somebody for as long as it takes to decide. The database writes it down, whoever asks. Reads owners past row-level security: whoever writes need not see them.
CREATE FUNCTION guard_acceptance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asset_owner uuid;
  risk_owner uuid;
  actor text := current_setting('app.actor_id', true);
BEGIN
  SELECT a.owner_id, r.owner_id INTO asset_owner, risk_owner FROM risks r JOIN assets a ON a.id = r.asset_id
  WHERE r.id = NEW.risk_id AND r.asset_id = NEW.asset_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'An acceptance is of a risk of its asset.' USING ERRCODE = 'GH010';
  END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.owners := array_remove(ARRAY[asset_owner, risk_owner], NULL);
  ELSE
    -- Later owners are added by triggers on assets and risks, and by nothing else.
    IF (NEW.id, NEW.risk_id, NEW.asset_id, NEW.requested_by, NEW.requested_at, NEW.reason, NEW.severity)
      IS DISTINCT FROM (OLD.id, OLD.risk_id, OLD.asset_id, OLD.requested_by, OLD.requested_at, OLD.reason, OLD.severity)
      OR NEW.owners IS DISTINCT FROM OLD.owners AND (pg_trigger_depth() < 2 OR NOT NEW.owners @> OLD.owners) THEN
      RAISE EXCEPTION 'What was asked for stays as it was.' USING ERRCODE = 'GH010';
    END IF;
    IF NEW.until <> OLD.until AND NOT (OLD.status = 'requested' AND NEW.status = 'granted' AND NEW.until < OLD.until) THEN
      RAISE EXCEPTION 'An acceptance may be granted for a shorter time than asked for, and holds for no other afterwards.' USING ERRCODE = 'GH010';
    END IF;
    IF OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at, NEW.note) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.note) THEN
      RAISE EXCEPTION 'A decision stays as it was.' USING ERRCODE = 'GH010';
    END IF;
    IF NEW.status <> OLD.status AND NOT (
      (OLD.status = 'requested' AND NEW.status IN ('granted', 'refused', 'withdrawn', 'ended'))
      OR (OLD.status = 'granted' AND NEW.status IN ('revoked', 'ended'))
    ) THEN
      RAISE EXCEPTION 'An acceptance that is % does not become %.', OLD.status, NEW.status USING ERRCODE = 'GH010';
    END IF;
  END IF;
  IF NEW.decided_by IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decided_by IS NULL) THEN
    IF NEW.decided_by IN (asset_owner, risk_owner, NEW.requested_by) OR NEW.decided_by = ANY (NEW.owners) OR NOT EXISTS (SELECT FROM users u WHERE u.id = NEW.decided_by) THEN
      RAISE EXCEPTION 'A person decides who neither asked for it nor owns the asset or the risk.' USING ERRCODE = 'GH011';
    END IF;
    -- What the application inserts is undecided anyhow: the policy says so.
    IF TG_OP = 'UPDATE' AND actor IS NOT NULL AND actor <> NEW.decided_by::text THEN
      RAISE EXCEPTION 'Whoever decides does so in their own name.' USING ERRCODE = 'GH011';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guarded BEFORE INSERT OR UPDATE ON acceptances FOR EACH ROW EXECUTE FUNCTION guard_acceptance();

-- What is open on an asset is asked for with each of its pages.
CREATE INDEX signals_open ON signals (asset_id) WHERE cleared_at IS NULL;
CREATE INDEX acceptances_requested_at ON acceptances (requested_at, id);
