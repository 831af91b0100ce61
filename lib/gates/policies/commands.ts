import { type Actor, houseScope, mustEverywhere } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Requirement } from '../rules.ts';
import { findPolicy, namesIn } from './queries.ts';
import { differencesBetween } from './rules.ts';
import type { PolicyEdit } from './schema.ts';

/**
 * Gives a gate a new number with other requirements; the ones before stay as they were. Verdicts go by it from then on.
 * @throws AppError `forbidden`, `invalid` for a control or template that is not there, `conflict` with the number that holds by now
 */
export async function editPolicy(actor: Actor, act: Act, { kind, stage, number, requirements }: PolicyEdit): Promise<{ number: number }> {
  mustEverywhere(actor, 'template.manage');
  return transact(houseScope(actor.id), act, 'gate.edited', async (change) => {
    const { tx } = change;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`gatehouse.gate ${kind} ${stage}`}, 0))`;
    const holds = await findPolicy(runnerOf(change), kind, stage);
    if ((holds?.number ?? 0) !== number)
      throw new AppError(
        'conflict',
        'Somebody else changed this gate while you were editing. Nothing of yours is lost: compare, and save again.',
        {
          current: { number: holds?.number ?? 0, requirements: holds?.requirements ?? [] },
        },
      );
    await known(change, requirements);
    const differing = differencesBetween(holds?.requirements ?? [], requirements);
    if (holds && differing.length === 0) {
      change.unchanged();
      return { number };
    }
    const next = number + 1;
    await tx.gatePolicy.create({
      data: { kind, stage, number: next, requirements: requirements as Prisma.InputJsonArray, createdBy: actor.id, createdAt: now() },
    });
    const side = (which: 'before' | 'after') => Object.fromEntries(differing.map((each) => [each.key, each[which]]));
    const told = { kind, stage, number: next };
    await change.record({
      ...{ event: 'gate.edited', targetType: 'gate', targetId: null, teamId: null },
      ...{ before: { number, requirements: side('before') }, after: { ...told, requirements: side('after') } },
    });
    return { number: next };
  });
}

/** @throws AppError `invalid` where a requirement names what is not there. */
async function known(change: Change, requirements: readonly Requirement[]): Promise<void> {
  const names = await namesIn(runnerOf(change), requirements);
  requirements.forEach((each, at) => {
    const missing = (keys: readonly string[], among: Readonly<Record<string, string>>) => keys.find((key) => !(key in among));
    const control = each.type === 'controls_verified' ? missing(each.controls, names.controls) : undefined;
    if (control) throw invalid(`requirements.${at}.controls`, `There is no control "${control}".`);
    const template = each.type === 'reviews_approved' ? missing(each.templates, names.templates) : undefined;
    if (template) throw invalid(`requirements.${at}.templates`, `There is no template "${template}".`);
  });
}
