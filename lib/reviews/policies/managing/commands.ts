import { type Actor, houseScope, mustEverywhere } from '#lib/access/policy.ts';
import { type Act, type AuditEvent, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import type { ReviewPolicy } from '#prisma/generated/client.ts';
import { policyTemplate } from '../queries.ts';
import { policyProblems, type Trigger } from '../rules.ts';
import type { NewPolicy, PolicyAnswer, PolicyEdit } from '../schema.ts';

/** @throws AppError `invalid` naming the field, `conflict` where there is such a policy */
export async function addPolicy(actor: Actor, act: Act, policy: NewPolicy): Promise<PolicyAnswer> {
  mustEverywhere(actor, 'template.manage');
  return transact(houseScope(actor.id), act, 'policy.added', async (change) => {
    await change.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.policies'))`;
    await mustBeSound(change, policy, null);
    const id = newId();
    await change.tx.reviewPolicy.create({ data: { id, ...sorted(policy), createdAt: now(), updatedAt: now() } });
    await change.record({ ...eventOf('policy.added', id), after: sorted(policy) });
    return { id, version: 1 };
  });
}

/** What triggers a policy stays: another is another policy. @throws AppError `not_found`, `conflict`, `invalid` */
export async function editPolicy(actor: Actor, act: Act, { id, version, ...given }: PolicyEdit): Promise<PolicyAnswer> {
  mustEverywhere(actor, 'template.manage');
  return transact(houseScope(actor.id), act, 'policy.edited', async (change) => {
    const policy = await locked(change, id, version);
    const before = saidIn(policy);
    const after = sorted({ ...before, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) });
    const changed = difference(before, after);
    if (!changed) {
      change.unchanged();
      return { id, version };
    }
    await mustBeSound(change, after, id);
    const { trigger: _, ...data } = after;
    await change.tx.reviewPolicy.update({ where: { id }, data: { ...data, updatedAt: now(), version: { increment: 1 } } });
    const { trigger } = before;
    await change.record({ ...eventOf('policy.edited', id), before: { trigger, ...changed.before }, after: { trigger, ...changed.after } });
    return { id, version: version + 1 };
  });
}

/** What happened while it was off is not asked about afterwards. @throws AppError `not_found`, `conflict` */
export async function switchPolicy(
  actor: Actor,
  act: Act,
  { id, version, enabled }: { id: string; version: number; enabled: boolean },
): Promise<PolicyAnswer> {
  mustEverywhere(actor, 'template.manage');
  const event = enabled ? 'policy.switched_on' : 'policy.switched_off';
  return transact(houseScope(actor.id), act, event, async (change) => {
    const policy = await locked(change, id, version);
    if (policy.enabled === enabled) {
      change.unchanged();
      return { id, version };
    }
    await change.tx.reviewPolicy.update({ where: { id }, data: { enabled, updatedAt: now(), version: { increment: 1 } } });
    const { trigger, template } = policy;
    await change.record({
      ...eventOf(event, id),
      before: { trigger, template, enabled: !enabled },
      after: { trigger, template, enabled },
    });
    return { id, version: version + 1 };
  });
}

const saidIn = ({ trigger, kinds, stages, severity, template }: ReviewPolicy): NewPolicy =>
  ({ trigger, kinds, stages, severity, template }) as NewPolicy;

/** Lists in an order of their own, so that the same policy is the same text. */
const sorted = ({ kinds, stages, ...rest }: NewPolicy): NewPolicy => ({
  ...rest,
  kinds: [...new Set(kinds)].sort(),
  stages: [...new Set(stages)].sort(),
});

async function mustBeSound(change: Change, policy: NewPolicy, self: string | null): Promise<void> {
  const fields = policyProblems(policy, await policyTemplate(runnerOf(change), policy.template));
  const [message] = Object.values(fields);
  if (message) throw new AppError('invalid', message, { fields });
  const others = await change.tx.reviewPolicy.findMany({ where: { trigger: policy.trigger } });
  const same = others.find((each) => each.id !== self && JSON.stringify(sorted(saidIn(each))) === JSON.stringify(sorted(policy)));
  if (same) throw new AppError('conflict', `There is such a policy already${same.enabled ? '' : ', switched off'}.`);
}

async function locked({ tx }: Change, id: string, version: number): Promise<ReviewPolicy & { trigger: Trigger }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.policies'))`;
  const policy = await tx.reviewPolicy.findUnique({ where: { id } });
  if (!policy) throw notFound('policy');
  if (policy.version !== version)
    throw new AppError('conflict', 'Somebody else changed this policy in the meantime.', {
      current: { version: policy.version, enabled: policy.enabled, ...saidIn(policy) },
    });
  return policy as ReviewPolicy & { trigger: Trigger };
}

const eventOf = (event: AuditEvent['event'], id: string): AuditEvent => ({
  event,
  targetType: 'review_policy',
  targetId: id,
  teamId: null,
});
