/** What follows when approvals went stale: reviews follow them, the log and people are told, and policies ask for another look. */
import { notify, type Told } from '#lib/access/notices/commands.ts';
import { houseScope } from '#lib/access/policy.ts';
import { type Stage, stageLabels } from '#lib/assets/rules.ts';
import type { AuditEvent, EventName } from '#lib/platform/audit.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { asHouse } from '#lib/risks/posture/due/commands.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { askByPolicy } from '../../policies/commands.ts';
import { type StaleReason, staleSentence } from '../rules.ts';

/** Of so many is told within the change that struck them, and in one transaction of the job. */
export const atOnce = 200;

/** Tells of what went stale and nobody has been told of, some in a transaction; returns of how many. */
export async function tellStale(stop: AbortSignal | null = null): Promise<number> {
  let told = 0;
  while (!stop?.aborted) {
    const untold = await asHouse('approval.staled', (runner) =>
      runner.rows<{ id: string; by: string | null }>(Prisma.sql`
        SELECT id, stale_reason ->> 'by' AS by FROM approvals WHERE status = 'stale' AND told_at IS NULL ORDER BY id LIMIT ${atOnce}`),
    );
    if (untold.length === 0) break;
    for (const [by, rows] of Map.groupBy(untold, (row) => row.by)) {
      const ids = rows.map(({ id }) => id);
      told += await inTheNameOf(by, 'approval.staled', (change) => follow(change, ids, change.record));
    }
  }
  return told;
}

/** Runs a change of the house in the name of whoever caused it; where it turns out to do nothing, nothing is left of it. */
export function inTheNameOf(actorId: string | null, announced: EventName, work: (change: Change) => Promise<number>): Promise<number> {
  return transact(houseScope(actorId), { actorId, requestId: 'approvals.tell', operationId: newId() }, announced, async (change) => {
    const done = await work(change);
    if (done === 0) change.unchanged();
    return done;
  });
}

type Followed = {
  id: string;
  review_id: string;
  team_id: string;
  asset_id: string;
  asset_name: string;
  version_label: string | null;
  stage: Stage | null;
  template: string;
  title: string;
  reason: StaleReason;
  changed_name: string | null;
  review_staled: boolean;
  people: string[];
};

/** Has reviews follow approvals that went stale; tells the log and people of it, and policies, which ask for another look. */
export async function follow(change: Change, ids: readonly string[], record: Change['record']): Promise<number> {
  if (ids.length === 0) return 0;
  const followed = await change.tx.$queryRaw<Followed[]>`SELECT * FROM follow_stale_approvals(${[...ids]}::uuid[])`;
  await record(...followed.flatMap(eventsOf));
  // Where the asset went on to its next stage, as it should, nobody has to look again.
  const missed = followed.filter(({ reason }) => !reason.passed);
  await notify(change, ...missed.map(noticeOf));
  await askByPolicy(change, { trigger: 'approval.stale', about: missed.map(({ id, asset_id }) => ({ assetId: asset_id, ref: id })) });
  return followed.length;
}

/** Without ids of other teams' things: whoever reads this team's log need not know of them. */
function eventsOf({ id, review_id, team_id, asset_id, reason, changed_name, review_staled }: Followed): AuditEvent[] {
  const { what, before, after } = reason;
  const because = { what, ...(before && { from: before }), ...(after && { to: after }), ...(changed_name && { changed: changed_name }) };
  const ofReview = {
    event: 'review.staled',
    targetType: 'review',
    targetId: review_id,
    teamId: team_id,
    after: { approvalId: id, ...because },
  } as const;
  return [
    {
      event: 'approval.staled',
      targetType: 'asset',
      targetId: asset_id,
      teamId: team_id,
      after: { approvalId: id, reviewId: review_id, ...because },
    },
    ...(review_staled ? [ofReview] : []),
  ];
}

const noticeOf = (stale: Followed): Told => ({
  ...aboutOf(stale),
  event: 'approval.stale',
  title: `The approval of ${nameOf(stale)} went stale`,
  body: staleSentence(stale.reason, { name: stale.changed_name, own: stale.reason.asset === stale.asset_id }),
  data: { approvalId: stale.id, what: stale.reason.what },
});

/** An approval as notices tell of it. */
export type Noticed = Pick<Followed, 'id' | 'review_id' | 'team_id' | 'asset_id' | 'asset_name' | 'version_label' | 'stage' | 'people'>;

/** "Fraud scorer 3.1 for Deployment". */
export const nameOf = ({ asset_name, version_label, stage }: Noticed): string =>
  [asset_name, version_label, stage && `for ${stageLabels[stage]}`].filter(Boolean).join(' ');

/** Where a notice about it belongs, leads to, and whom it could concern. */
export const aboutOf = ({ id, review_id, team_id, asset_id, people }: Noticed) => ({
  ...{ key: id, teamId: team_id, assetId: asset_id, subject: { type: 'review', id: review_id }, href: `/reviews/${review_id}`, to: people },
});
