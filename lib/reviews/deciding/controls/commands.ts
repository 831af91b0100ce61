/** What an approval verifies: the safeguards of the asset whose controls the checklist asked about, and that were answered with yes. */
import type { Actor } from '#lib/access/policy.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { settle } from '#lib/risks/posture/commands.ts';
import { findMany } from '#lib/risks/safeguards/standing/commands.ts';
import { verify } from '#lib/risks/safeguards/steps/commands.ts';
import type { Locked } from '../../writing/commands.ts';
import type { VoteOutcome } from '../schema.ts';

type Verified = VoteOutcome['controls'][number];

/** Verifies them in the name of whoever decides, by the rules that hold for anybody who verifies: what cannot be verified stays as it is, and why is told. */
export async function verifyControls(change: Change, actor: Actor, { review, content }: Locked): Promise<Verified[]> {
  const { tx } = change;
  if (!review.assetId) return [];
  const answered = await tx.reviewAnswer.findMany({ where: { reviewId: review.id, answer: 'yes' }, select: { item: true } });
  const yes = new Set(answered.map(({ item }) => item));
  const controls = [...new Set(content.items.flatMap(({ id, control }) => (control && yes.has(id) ? [control] : [])))];
  if (controls.length === 0) return [];
  const named = await tx.control.findMany({ where: { key: { in: controls } }, select: { key: true, name: true } });
  const ids = await tx.safeguard.findMany({ where: { assetId: review.assetId, control: { in: controls } }, select: { id: true } });
  const safeguards = await findMany(
    change,
    ids.map(({ id }) => id),
  );
  const outcomes: Verified[] = [];
  for (const control of controls) {
    const safeguard = safeguards.find((each) => each.control === control);
    const name = named.find(({ key }) => key === control)?.name ?? control;
    const why = safeguard ? await whyNot(change, actor, safeguard) : 'The asset has no safeguard of this control.';
    outcomes.push({ control, name, verified: why === null, why });
  }
  if (outcomes.some(({ verified }) => verified)) await settle(change, [review.assetId], 'safeguard.verified');
  return outcomes;
}

async function whyNot(change: Change, actor: Actor, safeguard: Parameters<typeof verify>[2]): Promise<string | null> {
  try {
    await verify(change, actor, safeguard);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
