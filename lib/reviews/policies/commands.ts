/** What happened, put where policies find it and ask for reviews. */
import { enqueueWithin } from '#lib/platform/jobs.ts';
import type { Change } from '#lib/platform/transact.ts';
import type { Trigger } from './rules.ts';

export const askJob = 'reviews.ask';

/** `ref`: the approval, the version or the signal that it is about. */
export type Asked = { assetId: string; ref: string | null };

/**
 * Says within a change what happened to assets, up to some hundred thousand of any team, so that policies ask for reviews of it: a few before the change
 * commits, many by a job after it. Only what an enabled policy asks for is kept; what nobody asks about costs one look. Versions, signals and the
 * fields of assets are found by triggers: say here what no row of those tells, an approval that went stale.
 * @returns how many are to be asked for
 */
export async function askByPolicy(
  { tx }: Pick<Change, 'tx'>,
  { trigger, about }: { trigger: Trigger; about: readonly Asked[] },
): Promise<number> {
  if (about.length === 0) return 0;
  const [assets, refs] = [about.map(({ assetId }) => assetId), about.map(({ ref }) => ref)];
  const [found] = await tx.$queryRaw<{ asked: number }[]>`SELECT ask_for_reviews(${trigger}, ${assets}::uuid[], ${refs}::uuid[]) AS asked`;
  const asked = found?.asked ?? 0;
  if (asked > 0) await enqueueWithin(tx, askJob, 'due', {});
  return asked;
}
