/** Writes the gates that come with Gatehouse into a database, where a kind has none before a stage. */
import { builtInRequirements, everyGate } from '#lib/gates/policies/rules.ts';
import { History } from './demo/history.ts';
import { insertRows, ownerTransaction } from './owner-transaction.ts';

/** Writes what is missing and its event, in one transaction over the owner's connection; returns how many. What people made of a gate stays. */
export async function installGates(ownerUrl: string, now = new Date()): Promise<number> {
  return ownerTransaction(ownerUrl, 'gate.installed', async (client) => {
    const { rows } = await client.query<{ gate: string }>("SELECT DISTINCT kind || ' ' || stage AS gate FROM gate_policies");
    const there = new Set(rows.map(({ gate }) => gate));
    const missing = everyGate.filter(({ kind, stage }) => !there.has(`${kind} ${stage}`));
    if (missing.length === 0) return 0;
    await insertRows(
      client,
      'gate_policies',
      missing.map(({ kind, stage }) => ({
        ...{ kind, stage, number: 1, requirements: builtInRequirements(kind, stage), built_in: true, created_at: now },
      })),
    );
    const history = new History('start of gates');
    history.record({ event: 'gate.installed', at: now, actorId: null, target: ['gate', null], after: { gates: missing.length } });
    await insertRows(client, 'audit_events', history.rows);
    return missing.length;
  });
}
