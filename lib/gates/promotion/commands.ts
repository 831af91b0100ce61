/** Going on to another stage: judged under the asset's lock, kept with all its reasons, and done where it passes. */
import { notify } from '#lib/access/notices/commands.ts';
import { type Actor, can, must, scopeOf } from '#lib/access/policy.ts';
import { type Kind, type Stage, stageLabels } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { lockAssets, runnerOf } from '#lib/risks/posture/commands.ts';
import type { Prisma, Asset as StoredAsset } from '#prisma/generated/client.ts';
import { actOf, gatesBetween, type PromotionAct } from '../rules.ts';
import { judgeAll } from '../verdict/queries.ts';
import type { BackInput, PromoteInput, PromotionOutcome, PromotionVerdict, SkipInput } from './schema.ts';

/**
 * Takes an asset to the next stage, if its gate passes on the version's digests. The verdict is kept either way.
 * @throws AppError `not_found`, `forbidden`, `invalid` for a stage that is not the next, `conflict` where the asset changed since it was looked at, or is retired
 */
export const promoteAsset = (actor: Actor, act: Act, input: PromoteInput) => go(actor, act, 'promote', { ...input, reason: '' });

/** Takes an asset past at least one stage, if every gate on the way passes. @throws AppError as promoteAsset. */
export const skipStages = (actor: Actor, act: Act, input: SkipInput) => go(actor, act, 'skip', input);

/** Takes an asset back to an earlier stage. Nothing is in the way. @throws AppError as promoteAsset. */
export const sendBack = (actor: Actor, act: Act, input: BackInput) => go(actor, act, 'back', { ...input, versionId: null });

const events = { promote: 'asset.promoted', skip: 'asset.stage_skipped', back: 'asset.sent_back' } as const;

async function go(actor: Actor, act: Act, way: PromotionAct, input: SkipInput): Promise<PromotionOutcome> {
  // Read past the actor's rights, for what the version comes from may lie in a team that they do not see; they must see the asset itself.
  return transact({ ...scopeOf(actor, 'asset.promote'), read: 'every' }, act, events[way], async (change) => {
    const asset = await lockedAsset(actor, change, input.id);
    possible(asset, way, input);
    const at = now();
    const verdict = await judged(change, asset, way, input, at);
    const id = newId();
    const { stage: to, reason } = input;
    const kept = { versionId: verdict.version?.id ?? null, rootDigest: verdict.version?.rootDigest ?? null, reason };
    await change.tx.promotion.create({
      data: {
        ...{ id, teamId: asset.teamId, assetId: asset.id, fromStage: asset.stage, toStage: to, act: way, passed: verdict.passed, ...kept },
        ...{ verdict: verdict as Prisma.InputJsonObject, policyNumber: verdict.gates.at(-1)?.policyNumber ?? null, actorId: actor.id, at },
      },
    });
    const told = {
      promotionId: id,
      ...kept,
      gates: verdict.gates.map(({ stage, policyNumber, passed }) => ({ stage, policyNumber, passed })),
    };
    const target = { targetType: 'asset', targetId: asset.id, teamId: asset.teamId, before: { stage: asset.stage } };
    if (verdict.passed) {
      await change.tx.asset.update({ where: { id: asset.id }, data: { stage: to, version: { increment: 1 }, updatedAt: at } });
      await change.record({ event: events[way], ...target, after: { stage: to, ...told } });
      await tellOwner(change, actor, asset, to, way, id);
    } else await change.record({ event: 'asset.held_back', ...target, after: { wanted: to, ...told } });
    return { id, passed: verdict.passed, stage: verdict.passed ? to : (asset.stage as Stage), verdict };
  });
}

/** The asset as it stands, locked against settling and other promotions. @throws AppError `not_found`, `forbidden`. */
async function lockedAsset(actor: Actor, change: Change, id: string): Promise<StoredAsset> {
  const seen = await change.tx.asset.findUnique({ where: { id }, select: { teamId: true, kind: true } });
  if (!seen || !can(actor, 'asset.read', { teamId: seen.teamId })) throw notFound('asset');
  must(actor, 'asset.promote', { teamId: seen.teamId, kind: seen.kind as Kind });
  await lockAssets(runnerOf(change), [id]);
  const asset = await change.tx.asset.findUniqueOrThrow({ where: { id } });
  must(actor, 'asset.promote', { teamId: asset.teamId, kind: asset.kind as Kind });
  return asset;
}

const wayWords: Record<PromotionAct, string> = {
  promote: 'is its next stage: promote it',
  skip: 'lies past its next stage: going there skips a stage, with a reason',
  back: 'lies before the stage at which it stands: send it back, with a reason',
};

function possible(asset: StoredAsset, way: PromotionAct, { version, stage }: SkipInput): void {
  if (asset.status === 'retired') throw new AppError('conflict', 'This asset is retired. Restore it before it goes to another stage.');
  const is = actOf(asset.stage as Stage, stage);
  if (is === null) throw new AppError('conflict', `This asset stands at ${stageLabels[stage]} already. Load the page again.`);
  if (asset.version !== version)
    throw new AppError('conflict', 'Somebody changed this asset since you looked at it. Look at its gate again.', {
      current: { version: asset.version, stage: asset.stage },
    });
  if (is !== way) throw invalid('stage', `${stageLabels[stage]} ${wayWords[is]}.`);
}

async function judged(change: Change, asset: StoredAsset, way: PromotionAct, input: SkipInput, at: Date): Promise<PromotionVerdict> {
  if (way === 'back') return { passed: true, version: null, gates: [] };
  const gates = gatesBetween(asset.stage as Stage, input.stage).map((stage) => ({ id: asset.id, stage }));
  const found = await judgeAll(runnerOf(change), gates, input.versionId ? { id: input.versionId } : 'newest', at);
  const version = found[0]?.row.version ?? null;
  if (input.versionId && !version) throw new AppError('not_found', 'This version does not exist, or is not one of this asset.');
  const verdicts = gates.flatMap(({ stage }) => found.filter(({ verdict }) => verdict.stage === stage).map(({ verdict }) => verdict));
  return {
    passed: verdicts.length === gates.length && verdicts.every(({ passed }) => passed),
    version: version && { id: version.id, label: version.label, rootDigest: version.rootDigest },
    gates: verdicts,
  };
}

const didWords: Record<PromotionAct, string> = { promote: 'promoted', skip: 'skipped ahead with', back: 'sent back' };

async function tellOwner(change: Change, actor: Actor, asset: StoredAsset, to: Stage, way: PromotionAct, id: string): Promise<void> {
  await notify(change, {
    event: 'asset.promoted',
    key: id,
    teamId: asset.teamId,
    assetId: asset.id,
    subject: { type: 'asset', id: asset.id },
    title: `${actor.name} ${didWords[way]} ${asset.name}: it stands at ${stageLabels[to]} now`,
    href: `/assets/${asset.id}/gate`,
    to: asset.ownerId ? [asset.ownerId] : [],
    data: { from: asset.stage, to, act: way, promotionId: id },
  });
}
