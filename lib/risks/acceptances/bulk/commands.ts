/** Asking for many acceptances at once, and deciding on many: each judged on its own, reported row by row. */
import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { lockAssets, runnerOf } from '../../posture/commands.ts';
import { decide, endOfDay, requestFor } from '../commands.ts';
import type { BulkDecision, BulkReport, BulkRequest } from '../schema.ts';
import { placeOf } from '../writing/commands.ts';

/** Two hundred assets are settled in one change. */
const limit = 60_000;

/** Asks for up to 200 risks with one reason and one day. What cannot be asked for is reported and left; the others are asked for together. */
export async function requestMany(actor: Actor, act: Act, { riskIds, reason, until }: BulkRequest): Promise<BulkReport> {
  return transact(
    scopeOf(actor, 'risk.assess'),
    act,
    'acceptance.requested',
    async (change) => {
      const end = endOfDay(actor, until);
      const risks = await change.tx.risk.findMany({ where: { id: { in: riskIds } } });
      // All at once and in order; those of teams that the actor may not write are refused each by itself.
      const mine = risks.filter((risk) => can(actor, 'risk.assess', placeOf(risk)));
      await lockAssets(
        runnerOf(change),
        mine.map(({ assetId }) => assetId),
      );
      const byId = new Map(risks.map((risk) => [risk.id, risk]));
      const names = await namesOf(
        change,
        risks.map(({ id }) => id),
      );
      return each(change, riskIds, names, 'Requested.', async (id) => {
        const risk = byId.get(id);
        if (!risk) throw notFound('risk');
        await requestFor(change, actor, risk, { reason, until: end });
      });
    },
    { limit },
  );
}

/** Decides on up to 200 requests alike. What the actor may not decide on, or no longer waits, is reported and left. */
export async function decideMany(actor: Actor, act: Act, { ids, decision }: BulkDecision): Promise<BulkReport> {
  return transact(
    scopeOf(actor, 'acceptance.decide'),
    act,
    `acceptance.${decision.status}`,
    async (change) => {
      const seen = await change.tx.acceptance.findMany({
        where: { id: { in: ids } },
        select: { id: true, assetId: true, riskId: true, risk: { select: { teamId: true, kind: true } } },
      });
      const mine = seen.filter(({ risk }) => can(actor, 'acceptance.decide', placeOf(risk)));
      await lockAssets(
        runnerOf(change),
        mine.map(({ assetId }) => assetId),
      );
      const byRisk = await namesOf(
        change,
        seen.map(({ riskId }) => riskId),
      );
      const names = new Map(seen.map(({ id, riskId }) => [id, byRisk.get(riskId) ?? '']));
      return each(change, ids, names, decision.status === 'granted' ? 'Accepted.' : 'Refused.', (id) =>
        decide(change, actor, id, decision),
      );
    },
    { limit },
  );
}

/** Refusals are found before anything of a row is written, so that the rows around it stand. */
async function each(
  change: Change,
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
  done: string,
  work: (id: string) => Promise<void>,
): Promise<BulkReport> {
  const results: BulkReport['results'] = [];
  for (const id of new Set(ids)) {
    const name = names.get(id) ?? 'Risk';
    const refused = await work(id).then(
      () => null,
      (error: unknown) => (error instanceof AppError ? error.message : Promise.reject(error)),
    );
    results.push({ id, name, outcome: refused === null ? 'changed' : 'refused', message: refused ?? done });
  }
  const changed = results.filter(({ outcome }) => outcome === 'changed').length;
  if (changed === 0) change.unchanged();
  return { operationId: change.act.operationId, changed, results };
}

/** "Model theft · Fraud scoring", by the risk's id. */
async function namesOf({ tx }: Change, riskIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT r.id, t.name || ' · ' || a.name AS name FROM risks r JOIN threats t ON t.key = r.threat JOIN assets a ON a.id = r.asset_id
    WHERE r.id = ANY (${riskIds}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
