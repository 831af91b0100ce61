/** What becomes of waivers by themselves: they end, and before they do, people are told. */
import { inBatches } from '#lib/access/batches.ts';
import { now } from '#lib/platform/clock.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { lockAssets, runnerOf } from '#lib/risks/posture/commands.ts';
import { noticeDays } from './rules.ts';
import { eventOf, told, write } from './writing/commands.ts';

/** Ended or told of in one transaction. */
const batch = 100;

const named = { asset: { select: { name: true, ownerId: true } } } as const;
const concerned = ({ requestedBy, asset }: { requestedBy: string; asset: { ownerId: string | null } }) => [
  requestedBy,
  ...(asset.ownerId ? [asset.ownerId] : []),
];

/** Ends what time has ended, a hundred a transaction; returns how many. Running it twice ends nothing twice. */
export const endWaivers = (): Promise<number> =>
  inBatches('waivers', 'waiver.ended', batch, async (change) => {
    const { tx } = change;
    const due = await tx.$queryRaw<{ id: string; assetId: string }[]>`
      SELECT id, asset_id AS "assetId" FROM waivers WHERE status IN ('requested', 'granted') AND until <= ${now()} ORDER BY asset_id, id LIMIT ${batch}`;
    await lockAssets(
      runnerOf(change),
      due.map(({ assetId }) => assetId),
    );
    let ended = 0;
    for (const { id } of due) {
      await tx.$queryRaw`SELECT id FROM waivers WHERE id = ${id}::uuid FOR UPDATE`;
      const found = await tx.waiver.findFirst({ where: { id, status: { in: ['requested', 'granted'] } }, include: named });
      if (!found) continue;
      const { asset, ...waiver } = found;
      const held = waiver.status === 'granted';
      const endedNote = held ? 'Its time passed.' : 'Nobody decided before its end date.';
      await write(change, waiver, { status: 'ended', endedAt: now(), endedNote }, 'waiver.ended');
      if (held)
        await told(change, 'waiver.ended', waiver, {
          what: 'A waiver has ended',
          assetName: asset.name,
          body: endedNote,
          to: concerned(found),
        });
      ended += 1;
    }
    return { found: due.length, done: ended };
  });

/** Tells those concerned of what ends within a week, once each; returns of how many. */
export const tellOfEnding = (): Promise<number> =>
  inBatches('waivers', 'waiver.noticed', batch, async (change) => {
    const at = now();
    const { tx } = change;
    const due = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM waivers WHERE status = 'granted' AND noticed_at IS NULL AND until > ${at}
        AND until <= ${new Date(at.getTime() + noticeDays * 86_400_000)} ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED`;
    const waivers = await tx.waiver.findMany({ where: { id: { in: due.map(({ id }) => id) } }, include: named });
    for (const found of waivers) {
      const { asset, ...waiver } = found;
      await tx.waiver.update({ where: { id: waiver.id }, data: { noticedAt: at } });
      await change.record(eventOf('waiver.noticed', waiver, { after: { until: waiver.until, assetId: waiver.assetId } }));
      const body = 'After that, the requirement holds again: meet it, or ask for a renewal in time.';
      await told(change, 'waiver.ending', waiver, { what: 'A waiver ends soon', assetName: asset.name, body, to: concerned(found) });
    }
    return { found: due.length, done: due.length };
  });

export const waiverJobs: readonly JobDefinition[] = [
  {
    name: 'gates.end-waivers',
    atOnce: 1,
    cron: '* * * * *',
    run: async () => {
      await endWaivers();
    },
  },
  {
    name: 'gates.tell-of-ending',
    atOnce: 1,
    cron: '*/10 * * * *',
    run: async () => {
      await tellOfEnding();
    },
  },
];
