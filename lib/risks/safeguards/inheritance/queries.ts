/** What safeguards inherit from, and could, within what the reader may see. */
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Safeguard, Suggestion } from '../schema.ts';

export type FoundSource = Suggestion['sources'][number] & { control: string };

type Row = { id: string; control: string; state: FoundSource['state']; asset_name: string | null; team_name: string };

/** The safeguards that an asset could follow: what its team offers, and those of assets that it was made from or stands on. @see rests_on in the database */
export async function sourcesFor(reader: Reader, asset: { id: string; teamId: string }, control?: string): Promise<FoundSource[]> {
  const only = control === undefined ? Prisma.empty : Prisma.sql`AND s.control = ${control}`;
  const rows = await reader.rows<Row>(Prisma.sql`
    SELECT s.id, s.control, s.state, a.name AS asset_name, t.name AS team_name FROM safeguards s JOIN teams t ON t.id = s.team_id
    LEFT JOIN asset_list a ON a.id = s.asset_id
    WHERE s.inherited_from IS NULL AND s.state <> 'not_applicable' ${only} AND (
      (s.asset_id IS NULL AND s.team_id = ${asset.teamId}::uuid)
      OR (a.status = 'active' AND s.asset_id IN (
        SELECT t.asset_id FROM asset_versions f JOIN lineage l ON l.from_version_id = f.id JOIN asset_versions t ON t.id = l.to_version_id
        WHERE f.asset_id = ${asset.id}::uuid AND t.asset_id <> f.asset_id AND l.removed_at IS NULL AND l.relation <> 'evaluated_on')))
    ORDER BY (s.asset_id IS NULL) DESC, lower(a.name), s.id LIMIT 200`);
  return rows.map(({ id, control: of, state, asset_name, team_name }) => ({
    safeguardId: id,
    control: of,
    state,
    ...(asset_name === null ? { from: 'team' as const, name: team_name } : { from: 'asset' as const, name: asset_name }),
  }));
}

type Told = { id: string; asset_name: string | null; team_name: string };

/** The sources of these safeguards by their ids; one that the reader may not see is not among them. */
export async function namesOfSources(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Told>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows<Told>(Prisma.sql`
    SELECT s.id, a.name AS asset_name, t.name AS team_name FROM safeguards s JOIN teams t ON t.id = s.team_id LEFT JOIN asset_list a ON a.id = s.asset_id
    WHERE s.id = ANY (${[...ids]}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What is said of a source; null where nothing is inherited. */
export function sourceOf(id: string | null, names: ReadonlyMap<string, Told>): Safeguard['source'] {
  if (id === null) return null;
  const told = names.get(id);
  if (!told) return { safeguardId: null, from: 'outside', name: 'an asset outside your teams' };
  return {
    safeguardId: id,
    ...(told.asset_name === null ? { from: 'team', name: told.team_name } : { from: 'asset', name: told.asset_name }),
  };
}
