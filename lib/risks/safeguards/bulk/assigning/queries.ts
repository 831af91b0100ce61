import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import { all, conditions } from '#lib/assets/list/sql.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { invalid } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { kindsServed, mostAtOnce } from '../../rules.ts';
import type { AssignmentCounts, AssignmentPreview } from '../schema.ts';

type Row = { id: string; name: string; team_id: string; kind: Kind; status: string; has: boolean };

/** Names shown before an assignment. */
const shownNames = 8;

/**
 * What an assignment would do to these assets: of a filter, to the first thousand that do not have the control yet.
 * @throws AppError `invalid` for a control that the catalogue does not have.
 */
export async function previewAssignment(actor: Actor, { control, ids, filter }: AssignmentPreview): Promise<AssignmentCounts> {
  return read(scopeOf(actor), async (reader) => {
    const served = await servedKinds(reader, control);
    const where = ids ? Prisma.sql`a.id = ANY (${ids}::uuid[])` : all(conditions(filter ?? {}, await teamsOf(reader, actor, filter ?? {})));
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT a.id, a.name, a.team_id, a.kind, a.status, EXISTS (SELECT FROM safeguards s WHERE s.asset_id = a.id AND s.control = ${control}) AS has
      FROM asset_list a WHERE ${where} ORDER BY has, lower(a.name), a.id LIMIT ${mostAtOnce + 1}`);
    const assets = rows.slice(0, mostAtOnce);
    const counts = { planned: 0, already: 0, notForKind: 0, noRight: 0, retired: 0 };
    const planned = assets.filter((asset) => {
      const fate = fateOf(actor, asset, served);
      counts[fate] += 1;
      return fate === 'planned';
    });
    return {
      assets: assets.length,
      more: rows.length > mostAtOnce,
      ...counts,
      ids: planned.map(({ id }) => id),
      names: planned.slice(0, shownNames).map(({ name }) => name),
    };
  });
}

function fateOf(actor: Actor, asset: Row, served: readonly Kind[]) {
  if (asset.has) return 'already';
  if (asset.status !== 'active') return 'retired';
  if (!can(actor, 'safeguard.edit', { teamId: asset.team_id, kind: asset.kind })) return 'noRight';
  return served.includes(asset.kind) ? 'planned' : 'notForKind';
}

async function servedKinds(reader: Reader, control: string): Promise<readonly Kind[]> {
  const [known] = await reader.rows(Prisma.sql`SELECT 1 FROM controls WHERE key = ${control} AND enabled`);
  if (!known) throw invalid('control', 'is not a control of the catalogue, or is switched off');
  const rows = await reader.rows<{ applies: string[]; stages: string[] }>(
    Prisma.sql`SELECT t.applies, m.stages FROM mitigations m JOIN threats t ON t.key = m.threat WHERE m.control = ${control} AND m.strength > 0`,
  );
  return kindsServed(rows.map(({ applies, stages }) => ({ threatApplies: applies, stages: stages as never[] })));
}
