import type pg from 'pg';
import type { Matching } from '../commands.ts';

/** Replaces what is kept of an import by what was matched now. */
export async function keepRows(client: pg.PoolClient, { importId, teamId }: Matching): Promise<void> {
  const ids = [importId, teamId];
  for (const table of ['import_rows', 'import_versions', 'import_relations'])
    await client.query(`DELETE FROM ${table} WHERE import_id = $1`, [importId]);
  await client.query(
    `INSERT INTO import_rows (import_id, team_id, seq, place, action, reason, record, ref, kind, key, name, asset_id, asset_version, changes, notes, duplicates, decision)
     SELECT $1::uuid, $2::uuid, seq, place, action, reason, record, ref, kind, key, name, asset_id, asset_version, changes, notes, duplicates, decision FROM matched`,
    ids,
  );
  await client.query(
    `INSERT INTO import_versions (import_id, team_id, row_seq, seq, id, label, location, purl, root_digest, file_count, total_bytes, files, provenance, metadata, action, reason)
     SELECT $1::uuid, $2::uuid, row_seq, seq, id, label, location, purl, root_digest, file_count, total_bytes, files, provenance, metadata, action, reason FROM matched_versions`,
    ids,
  );
  await client.query(
    `INSERT INTO import_relations (import_id, team_id, seq, place, from_ref, from_label, relation, target, target_label, from_seq, to_seq, to_asset_id, from_version_id, to_version_id, action, reason)
     SELECT $1::uuid, $2::uuid, seq, place, from_ref, from_label, relation, target, target_label, from_seq, to_seq, to_asset_id, from_version_id, to_version_id, action, reason FROM matched_relations`,
    ids,
  );
}
