/** Assets and versions of an import, written and recorded in the same statements. */
import { firstStage } from '#lib/assets/rules.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { ImportDefaults } from '../rules.ts';
import type { StoredImport } from '../state/queries.ts';

/** The columns of an event that every row shares. */
const eventColumns = Prisma.raw('id, event, actor_id, target_type, target_id, team_id, operation_id, request_id');
const eventValues = ({ act }: Change, event: string) =>
  Prisma.sql`uuid7(), ${event}, ${act.actorId}::uuid, 'asset', asset_id, team_id, ${act.operationId}::uuid, ${act.requestId}`;

const firstStages = JSON.stringify(firstStage);
const accepted = Prisma.sql`r.decision IS DISTINCT FROM 'skip'`;

/** Registers what is new, in the order of the file; returns how many. */
export async function createAssets(change: Change, { id, teamId }: StoredImport, defaults: ImportDefaults): Promise<number> {
  return change.tx.$executeRaw`
    WITH made AS (
      INSERT INTO assets (id, team_id, kind, key, name, description, owner_id, stage, criticality, exposure, data_class, tags, origin, origin_ref, status)
      SELECT r.asset_id, ${teamId}::uuid, r.kind, r.key, r.name, coalesce(r.record ->> 'description', ''), (r.record ->> 'ownerId')::uuid,
        coalesce(r.record ->> 'stage', ${defaults.stage}::text, ${firstStages}::jsonb ->> r.kind), coalesce((r.record ->> 'criticality')::int, ${defaults.criticality}::int),
        coalesce(r.record ->> 'exposure', ${defaults.exposure}), coalesce(r.record ->> 'dataClass', ${defaults.dataClass}),
        CASE WHEN r.record ? 'tags' THEN ARRAY(SELECT jsonb_array_elements_text(r.record -> 'tags')) ELSE '{}' END,
        coalesce(r.record ->> 'origin', 'file'), r.record ->> 'originRef', coalesce(r.record ->> 'status', 'active')
      FROM import_rows r WHERE r.import_id = ${id}::uuid AND r.action = 'create' AND ${accepted} ORDER BY r.seq
      RETURNING id AS asset_id, team_id, kind, key, name, description, owner_id, stage, criticality, exposure, data_class, tags, status
    )
    INSERT INTO audit_events (${eventColumns}, after)
    SELECT ${eventValues(change, 'asset.registered')}, jsonb_build_object('kind', kind, 'key', key, 'name', name, 'description', description, 'ownerId', owner_id,
      'stage', stage, 'criticality', criticality, 'exposure', exposure, 'dataClass', data_class, 'tags', tags, 'teamId', team_id, 'status', status)
    FROM made`;
}

/** A field of `changes` after the change, or what is there. */
const after = (field: string, column: string, type = '') =>
  Prisma.raw(`CASE WHEN r.changes ? '${field}' THEN (r.changes -> '${field}' ->> 1)${type} ELSE a.${column} END`);

/** Edits what differs; `expected` is how many rows wanted it. An asset that only gets a version or an arrow is not edited. */
export async function updateAssets(change: Change, { id, teamId }: StoredImport): Promise<{ changed: number; expected: number }> {
  const edits = Prisma.sql`r.import_id = ${id}::uuid AND r.action = 'update' AND ${accepted} AND r.changes - '{versions,relations,stage}'::text[] <> '{}'`;
  const [wanted] = await change.tx.$queryRaw<{ expected: number }[]>`SELECT count(*)::int AS expected FROM import_rows r WHERE ${edits}`;
  const changed = await change.tx.$executeRaw`
    WITH edited AS (
      UPDATE assets a SET version = a.version + 1, updated_at = now(),
        name = ${after('name', 'name')}, kind = ${after('kind', 'kind')}, description = ${after('description', 'description')},
        owner_id = CASE WHEN r.changes ? 'owner' THEN (r.record ->> 'ownerId')::uuid ELSE a.owner_id END,
        criticality = ${after('criticality', 'criticality', '::smallint')}, exposure = ${after('exposure', 'exposure')},
        data_class = ${after('dataClass', 'data_class')}, origin_ref = ${after('originRef', 'origin_ref')}, status = ${after('status', 'status')},
        tags = CASE WHEN r.changes ? 'tags' THEN ARRAY(SELECT jsonb_array_elements_text(r.changes -> 'tags' -> 1)) ELSE a.tags END
      FROM import_rows r, assets old
      WHERE ${edits} AND a.id = r.asset_id AND old.id = a.id AND a.team_id = ${teamId}::uuid AND a.version = r.asset_version
      RETURNING a.id AS asset_id, a.team_id, old.owner_id AS owner_before, a.owner_id AS owner_after, r.changes - '{versions,relations,owner,stage}'::text[] AS changes
    )
    INSERT INTO audit_events (${eventColumns}, before, after)
    SELECT ${eventValues(change, 'asset.edited')}, c.before || o.before, c.after || o.after
    FROM edited
    CROSS JOIN LATERAL (SELECT coalesce(jsonb_object_agg(key, value -> 0), '{}') AS before, coalesce(jsonb_object_agg(key, value -> 1), '{}') AS after FROM jsonb_each(changes)) c
    CROSS JOIN LATERAL (SELECT CASE WHEN owner_before IS DISTINCT FROM owner_after THEN jsonb_build_object('ownerId', owner_before) ELSE '{}' END AS before,
      CASE WHEN owner_before IS DISTINCT FROM owner_after THEN jsonb_build_object('ownerId', owner_after) ELSE '{}' END AS after) o`;
  return { changed, expected: wanted?.expected ?? 0 };
}

/** Registers new versions with their files, each a change of its asset; returns how many. */
export async function registerVersions(change: Change, { id, teamId }: StoredImport, actorId: string): Promise<number> {
  const rows = Prisma.sql`FROM import_versions v JOIN import_rows r ON r.import_id = v.import_id AND r.seq = v.row_seq
    WHERE v.import_id = ${id}::uuid AND v.action = 'create' AND r.action <> 'rejected' AND ${accepted}`;
  const registered = await change.tx.$executeRaw`
    WITH made AS (
      INSERT INTO asset_versions (id, asset_id, team_id, label, location, root_digest, purl, file_count, total_bytes, provenance, metadata, registered_by, registered_at)
      SELECT v.id, r.asset_id, ${teamId}::uuid, v.label, v.location, v.root_digest, v.purl, v.file_count, v.total_bytes, v.provenance, v.metadata,
        ${actorId}::uuid, now() + v.seq * interval '1 millisecond' ${rows} ORDER BY v.row_seq, v.seq
      RETURNING asset_id, team_id, id AS version_id, label, location, purl, signature, root_digest, file_count, total_bytes
    )
    INSERT INTO audit_events (${eventColumns}, after)
    SELECT ${eventValues(change, 'version.registered')}, jsonb_build_object('versionId', version_id, 'label', label, 'location', location, 'purl', purl,
      'signature', signature, 'rootDigest', root_digest, 'fileCount', file_count, 'totalBytes', total_bytes)
    FROM made`;
  if (registered === 0) return 0;
  await change.tx.$executeRaw`
    INSERT INTO version_files (version_id, team_id, path, sha256, size)
    SELECT v.id, ${teamId}::uuid, f ->> 'path', f ->> 'sha256', (f ->> 'size')::bigint
    FROM import_versions v JOIN import_rows r ON r.import_id = v.import_id AND r.seq = v.row_seq CROSS JOIN LATERAL jsonb_array_elements(v.files) f
    WHERE v.import_id = ${id}::uuid AND v.action = 'create' AND v.file_count > 0 AND r.action <> 'rejected' AND ${accepted}`;
  // What is new or edited counts as changed by itself.
  await change.tx.$executeRaw`
    UPDATE assets SET updated_at = now() WHERE id IN (SELECT r.asset_id ${rows} AND r.action = 'update' AND r.changes - '{versions,relations}'::text[] = '{}')`;
  return registered;
}
