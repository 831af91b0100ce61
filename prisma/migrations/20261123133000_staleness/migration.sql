-- Approvals go stale: what they rest on, what strikes them, and how that is found at any depth without reading them one by one.

-- 1. The table ----------------------------------------------------------------------------------------------------------------------------
-- Orders approvals among the changes that may strike them: whoever approves, and whoever commits a change that waits to be judged, draws under one lock.
CREATE SEQUENCE approval_moments;
ALTER TABLE "approvals" ADD COLUMN "moment" BIGINT NOT NULL, ADD COLUMN "told_at" TIMESTAMPTZ(3);
ALTER TABLE approvals
  DROP CONSTRAINT approvals_check,
  ADD CONSTRAINT approvals_stale_since CHECK (CASE status WHEN 'stale' THEN stale_at IS NOT NULL AND stale_reason IS NOT NULL WHEN 'fresh' THEN stale_at IS NULL ELSE true END);
-- Stale, and nobody has been told yet.
CREATE INDEX approvals_untold ON approvals (id) WHERE status = 'stale' AND told_at IS NULL;

-- CreateTable
CREATE TABLE "approvals_due" (
    "id" BIGSERIAL NOT NULL,
    "team_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "asset_id" UUID NOT NULL,
    "version_id" UUID,
    "ref" UUID,
    "actor_id" UUID,
    "transaction" BIGINT NOT NULL,
    "moment" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approvals_due_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approvals_due_transaction_idx" ON "approvals_due"("transaction");

ALTER TABLE approvals_due ADD CHECK (what IN ('version.registered', 'lineage.recorded', 'lineage.removed', 'asset.retired', 'asset.changed', 'signal.raised'));

-- 2. What a version rests on ---------------------------------------------------------------------------------------------------------------
-- A step each: what it was made from and judged by, the model that an endpoint runs, and the repository that holds it. Where else it is stored or runs
-- is not what it is made of. All steps of a version are what an approval of it names.
CREATE VIEW approval_origins AS
SELECT l.id AS arrow, l.from_version_id AS version_id, l.to_version_id AS origin_id FROM lineage l
WHERE l.removed_at IS NULL AND (l.relation IN ('trained_on', 'derived_from', 'evaluated_on', 'built_by')
  OR l.relation = 'stored_in' AND EXISTS (SELECT FROM asset_versions v JOIN assets a ON a.id = v.asset_id WHERE v.id = l.to_version_id AND a.kind = 'repository'))
UNION ALL
SELECT l.id, l.to_version_id, l.from_version_id FROM lineage l WHERE l.removed_at IS NULL AND l.relation = 'deployed_to';
REVOKE ALL ON approval_origins FROM PUBLIC;

-- Everything upstream of a version, whatever team it is of. Ids and digests alone: the caller shows only what its reader may see.
CREATE FUNCTION approval_upstream(version uuid) RETURNS TABLE (version_id uuid, asset_id uuid, digest text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  WITH RECURSIVE reached AS (
    SELECT version AS id
    UNION SELECT o.origin_id FROM reached r JOIN approval_origins o ON o.version_id = r.id)
  SELECT v.id, v.asset_id, v.root_digest FROM reached r JOIN asset_versions v ON v.id = r.id WHERE r.id <> version
$$;
REVOKE ALL ON FUNCTION approval_upstream(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approval_upstream(uuid) TO gatehouse_app;

-- The application's role -----------------------------------------------------------------------------------------------------------------
ALTER TABLE approvals_due ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SEQUENCE approval_moments TO gatehouse_app;
-- Might a change that still waits to be judged strike it? While any does, nobody relies on it.
CREATE FUNCTION approval_in_doubt(approval uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approvals_due) THEN RETURN false; END IF;
  RETURN EXISTS (
    SELECT FROM approvals p JOIN approvals_due d ON d.moment IS NULL OR d.moment > p.moment
    WHERE p.id = approval AND (d.asset_id = p.asset_id OR EXISTS (
      SELECT FROM jsonb_array_elements(p.upstream) o JOIN asset_versions v ON v.id = (o ->> 'version')::uuid WHERE v.asset_id = d.asset_id)));
END $$;
REVOKE ALL ON FUNCTION approval_in_doubt(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approval_in_doubt(uuid) TO gatehouse_app;
