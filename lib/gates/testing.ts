/** For `*.db.test.ts` alone: gates, assets that stand before them and what makes them pass, in a line each. */
import { houseScope } from '#lib/access/policy.ts';
import { makeAsset, makeControl, makeSafeguard, makeVersion, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { approve } from '#lib/reviews/approvals/commands.ts';
import type { Subject } from '#lib/reviews/rules.ts';
import { makeReview, type TestTemplate } from '#lib/reviews/testing.ts';
import type { Requirement } from './rules.ts';

/** Gives the gate of a kind before a stage a new number with these requirements; it holds for all tests of the file. */
export async function makeGate(kind: Kind, stage: Stage, requirements: readonly Requirement[]): Promise<number> {
  const { rows } = await owner.query<{ number: number }>(
    'SELECT coalesce(max(number), 0)::int + 1 AS number FROM gate_policies WHERE kind = $1 AND stage = $2',
    [kind, stage],
  );
  const number = rows[0]?.number ?? 1;
  await insertRow('gate_policies', { kind, stage, number, requirements: JSON.stringify(requirements) });
  return number;
}

export type Standing = { asset: TestAsset; version: { id: string; label: string; teamId: string }; digest: string };

/** An asset that stands at a stage, settled, without threats, and with a version that has a digest. */
export async function makeStanding(
  team: TestTeam,
  given: { kind?: Kind; stage?: Stage; name?: string; more?: Record<string, unknown> } = {},
): Promise<Standing> {
  const { kind = 'model', stage = 'develop', name, more } = given;
  const asset = await makeAsset(team, { kind, ...(name && { name }), more: { stage, level: 0, ...more } });
  return { asset, ...(await addVersion(asset)) };
}

export async function addVersion(asset: TestAsset): Promise<Omit<Standing, 'asset'>> {
  const digest = newId().replaceAll('-', '').repeat(2);
  return { version: await makeVersion(asset, { more: { root_digest: digest, file_count: 1 } }), digest };
}

/** The columns of a safeguard that somebody has verified. */
export const isVerified = { state: 'verified', verified_by: newId(), verified_at: new Date() };

/** A control of its own, verified on the asset; `more` holds columns of the safeguard. */
export async function makeVerified(asset: TestAsset, more: Record<string, unknown> = {}): Promise<{ control: string; id: string }> {
  const control = await makeControl();
  const { id } = await makeSafeguard(asset, control, { ...isVerified, ...more });
  return { control, id };
}

export async function makeEvidence(safeguard: { id: string }, asset: TestAsset, addedAt: Date): Promise<void> {
  const shown = { kind: 'text', title: 'Shown', content: 'So it is.', added_at: addedAt };
  await insertRow('evidence', { id: newId(), safeguard_id: safeguard.id, team_id: asset.teamId, ...shown });
}

/** An approved review of an asset, or of one of its versions, with the approval that it gives; returns the review's id. */
export async function makeApproval(
  asset: TestAsset,
  given: { version?: { id: string }; subject?: Subject; stage?: Stage; template?: TestTemplate } = {},
): Promise<string> {
  const more = { version_id: given.version?.id ?? null, stage: given.stage ?? null };
  const review = await makeReview(asset, {
    ...{ status: 'approved', more },
    ...(given.subject && { subject: given.subject }),
    ...(given.template && { template: given.template }),
  });
  const act = { actorId: null, requestId: 'test', operationId: newId() };
  await transact(houseScope(null), act, 'review.approved', (change) => approve(change, review.id));
  return review.id;
}
