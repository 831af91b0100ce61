/** What becomes of acceptances by themselves: they end, and before they do, people are told. */
import { inBatches } from '#lib/access/batches.ts';
import { now } from '#lib/platform/clock.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import type { Change } from '#lib/platform/transact.ts';
import { lockAssets, runnerOf, settle } from '../posture/commands.ts';
import { isEnding, noticeDays } from './rules.ts';
import { audienceOf, endByItself, eventOf, seenRisk, told } from './writing/commands.ts';

/** Ended or told of in one transaction. */
const batch = 100;

type Due = { id: string; assetId: string };

/** Ends what time has ended and what has nothing left to accept, a hundred a transaction; returns how many. Running it twice ends nothing twice. */
export const endAcceptances = (): Promise<number> =>
  inBatches('acceptances', 'acceptance.ended', batch, async (change) => {
    const { tx } = change;
    const due = await tx.$queryRaw<Due[]>`
      SELECT c.id, c.asset_id AS "assetId" FROM acceptances c JOIN risks r ON r.id = c.risk_id
      WHERE c.status IN ('requested', 'granted') AND (c.until <= ${now()} OR NOT r.applies) ORDER BY c.asset_id, c.id LIMIT ${batch}`;
    await lockAssets(
      runnerOf(change),
      due.map(({ assetId }) => assetId),
    );
    let ended = 0;
    for (const { id } of due) {
      await tx.$queryRaw`SELECT id FROM acceptances WHERE id = ${id}::uuid FOR UPDATE`;
      const acceptance = await tx.acceptance.findFirst({ where: { id, status: { in: ['requested', 'granted'] } } });
      const why = acceptance && (await whyEnded(change, acceptance));
      if (!why) continue;
      await endByItself(change, acceptance, why);
      ended += 1;
    }
    if (ended > 0) await settle(change, [...new Set(due.map(({ assetId }) => assetId))], 'acceptance.ended');
    return { found: due.length, done: ended };
  });

async function whyEnded(
  { tx }: Change,
  { riskId, assetId, status, until }: { riskId: string; assetId: string; status: string; until: Date },
) {
  if (until <= now()) return status === 'granted' ? 'Its time passed.' : 'Nobody decided before its end date.';
  const risk = await tx.risk.findUnique({ where: { id: riskId }, select: { applies: true } });
  if (risk?.applies) return null;
  const asset = await tx.asset.findUnique({ where: { id: assetId }, select: { status: true } });
  return asset?.status === 'retired' ? 'The asset was retired.' : 'The threat no longer applies.';
}

/** Tells those concerned of what ends within two weeks, once each; returns of how many. */
export async function tellOfEnding(): Promise<number> {
  return inBatches('acceptances', 'acceptance.noticed', batch, async (change) => {
    const at = now();
    const due = await change.tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM acceptances WHERE status = 'granted' AND noticed_at IS NULL AND until > ${at}
        AND until <= ${new Date(at.getTime() + noticeDays * 86_400_000)} ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED`;
    const acceptances = await change.tx.acceptance.findMany({ where: { id: { in: due.map(({ id }) => id) } } });
    for (const acceptance of acceptances.filter((each) => isEnding(each, at))) {
      await change.tx.acceptance.update({ where: { id: acceptance.id }, data: { noticedAt: at } });
      await change.record(eventOf('acceptance.noticed', acceptance, { after: { until: acceptance.until, riskId: acceptance.riskId } }));
      const audience = await audienceOf(change, acceptance, await seenRisk(change, acceptance.riskId));
      await told(change, 'acceptance.ending', acceptance, audience);
    }
    return { found: due.length, done: due.length };
  });
}

export const acceptanceJobs: readonly JobDefinition[] = [
  {
    name: 'risks.end-acceptances',
    atOnce: 1,
    cron: '* * * * *',
    run: async () => {
      await endAcceptances();
    },
  },
  {
    name: 'risks.tell-of-ending',
    atOnce: 1,
    cron: '*/10 * * * *',
    run: async () => {
      await tellOfEnding();
    },
  },
];
