/** Approvals end by time: people are reminded before, and what has passed its time goes stale. */
import { notify, type Told } from '#lib/access/notices/commands.ts';
import { aboutOf, atOnce, follow, inTheNameOf, type Noticed, nameOf } from '../telling/commands.ts';

/** Makes stale what has passed its time at this moment; returns how many. */
export async function expire(at: Date, stop: AbortSignal | null = null): Promise<number> {
  let expired = 0;
  for (let found = atOnce; found === atOnce && !stop?.aborted; expired += found) {
    found = await inTheNameOf(null, 'approval.staled', async (change) => {
      const rows = await change.tx.$queryRaw<{ id: string }[]>`
        UPDATE approvals SET status = 'stale', stale_at = ${at}::timestamptz, stale_reason = jsonb_build_object('what', 'time.passed', 'asset', asset_id)
        WHERE id IN (SELECT id FROM approvals WHERE status = 'fresh' AND valid_until <= ${at}::timestamptz ORDER BY valid_until LIMIT ${atOnce} FOR NO KEY UPDATE SKIP LOCKED)
        RETURNING id`;
      const ids = rows.map(({ id }) => id);
      return follow(change, ids, change.record);
    });
  }
  return expired;
}

/** An approval ends soon when it does within so many days. */
const soon = 14;

/** Reminds the owners of assets and whoever asked for reviews of approvals that end soon, once each; returns of how many. */
export async function remind(at: Date, stop: AbortSignal | null = null): Promise<number> {
  let reminded = 0;
  for (let found = atOnce; found === atOnce && !stop?.aborted; reminded += found) {
    found = await inTheNameOf(null, 'approval.reminded', async (change) => {
      const rows = await change.tx.$queryRaw<Ending[]>`
        WITH ending AS (
          UPDATE approvals SET reminded_at = ${at}::timestamptz WHERE id IN (
            SELECT id FROM approvals WHERE status = 'fresh' AND reminded_at IS NULL
              AND valid_until > ${at}::timestamptz AND valid_until <= ${at}::timestamptz + make_interval(days => ${soon}::int)
              AND valid_until - approved_at > make_interval(days => ${2 * soon}::int)
            ORDER BY valid_until LIMIT ${atOnce} FOR NO KEY UPDATE SKIP LOCKED)
          RETURNING *)
        SELECT e.id, e.review_id, e.team_id, e.asset_id, a.name AS asset_name, v.label AS version_label, e.stage, e.valid_until,
          array_remove(ARRAY[a.owner_id, r.requested_by], NULL) AS people
        FROM ending e JOIN assets a ON a.id = e.asset_id JOIN reviews r ON r.id = e.review_id LEFT JOIN asset_versions v ON v.id = e.version_id`;
      await change.record(
        ...rows.map(({ id, asset_id, team_id, valid_until }) => ({
          ...({ event: 'approval.reminded', targetType: 'asset', targetId: asset_id, teamId: team_id } as const),
          after: { approvalId: id, validUntil: valid_until.toISOString() },
        })),
      );
      await notify(change, ...rows.map(reminderOf));
      return rows.length;
    });
  }
  return reminded;
}

type Ending = Noticed & { valid_until: Date };

const reminderOf = (ending: Ending): Told => ({
  ...aboutOf(ending),
  event: 'approval.expiring',
  title: `The approval of ${nameOf(ending)} ends soon`,
  body: 'Ask for another review if it is still needed.',
  data: { approvalId: ending.id, validUntil: ending.valid_until.toISOString() },
});
