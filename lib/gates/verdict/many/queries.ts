import type { Kind, Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { currentPolicies } from '../../policies/queries.ts';
import type { RequirementType } from '../../rules.ts';
import { type AskedOf, judgedMany } from './sql.ts';

/** Of one asset: may it pass, and if not, by what types of requirement it is held back. */
export type Held = { id: string; passed: boolean; heldBy: RequirementType[] };

/** Before a stage, the verdicts of these assets by the gates as they hold, in the order given. The reader must see every team. */
export async function heldBack(reader: Reader, ids: readonly string[], stage: Stage, at: Date): Promise<Held[]> {
  if (ids.length === 0) return [];
  const policies = (await currentPolicies(reader)).filter((each) => each.stage === stage);
  const asked: AskedOf[] = policies.flatMap(({ kind, requirements }) => requirements.map((requirement) => ({ kind, stage, requirement })));
  const ruled = new Set(policies.map(({ kind }) => kind));
  const rows = await reader.rows<{ id: string; kind: Kind; met: boolean[]; waived: boolean[] }>(
    Prisma.sql`${judgedMany(Prisma.sql`SELECT unnest(${[...ids]}::uuid[]) AS id`, asked, at)} SELECT * FROM judged`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const holding = asked.filter(({ kind }, index) => kind === row.kind && !row.met[index] && !row.waived[index]);
    const heldBy = [...new Set(holding.map(({ requirement }) => requirement.type))];
    return [{ id, passed: heldBy.length === 0 && ruled.has(row.kind), heldBy }];
  });
}
