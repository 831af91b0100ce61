import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import { all, byName, conditions } from '#lib/assets/list/sql.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { invalid } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countedExactly, kindsServed, mostAtOnce } from '../../rules.ts';
import type { AssignmentCounts, AssignmentPreview } from '../schema.ts';

type Row = { id: string; name: string; team_id: string; kind: Kind; status: string };

/** Names shown before an assignment. */
const shownNames = 8;

/**
 * What an assignment would do to these assets: of those that do not have the control yet, the first thousand by name.
 * @throws AppError `invalid` for a control that the catalogue does not have.
 */
export async function previewAssignment(actor: Actor, { control, ids, filter }: AssignmentPreview): Promise<AssignmentCounts> {
  return read(scopeOf(actor), async (reader) => {
    const served = await servedKinds(reader, control);
    const where = ids ? Prisma.sql`a.id = ANY (${ids}::uuid[])` : all(conditions(filter ?? {}, await teamsOf(reader, actor, filter ?? {})));
    const has = Prisma.sql`EXISTS (SELECT FROM safeguards s WHERE s.asset_id = a.id AND s.control = ${control})`;
    const [having] = await reader.rows<{ count: number }>(
      Prisma.sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM asset_list a WHERE ${where} AND ${has} LIMIT ${countedExactly}) h`,
    );
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT a.id, a.name, a.team_id, a.kind, a.status FROM asset_list a WHERE ${where} AND NOT ${has} ORDER BY ${byName}, a.id LIMIT ${mostAtOnce + 1}`);
    const assets = rows.slice(0, mostAtOnce);
    const counts = { planned: 0, notForKind: 0, noRight: 0, retired: 0 };
    const planned = assets.filter((asset) => {
      const fate = fateOf(actor, asset, served);
      counts[fate] += 1;
      return fate === 'planned';
    });
    const already = having?.count ?? 0;
    return {
      assets: assets.length + already,
      more: rows.length > mostAtOnce,
      already,
      ...counts,
      ids: planned.map(({ id }) => id),
      names: planned.slice(0, shownNames).map(({ name }) => name),
    };
  });
}

function fateOf(actor: Actor, asset: Row, served: readonly Kind[]) {
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
