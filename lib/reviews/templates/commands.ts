import { type Actor, houseScope, mustEverywhere } from '#lib/access/policy.ts';
import type { Act, EventName } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import type { TemplateContent } from '../schema.ts';
import { type BuiltInTemplate, builtInTemplates } from './built-in/schema.ts';
import { findTemplate, knownIn } from './queries.ts';
import { contentDifference, isSame, keyOf, mustBeSound } from './rules.ts';
import type { NewTemplate, TemplateAnswer } from './schema.ts';

/**
 * Adds a template of the organisation's own, from nothing or from a copy's content.
 * @throws AppError `invalid` naming each question, reviewer or field that is wrong; `conflict` for a key that is taken
 */
export async function addTemplate(actor: Actor, act: Act, { subject, content, copyOf, ...given }: NewTemplate): Promise<TemplateAnswer> {
  mustEverywhere(actor, 'template.manage');
  return transact(houseScope(actor.id), act, 'template.added', async (change) => {
    const { tx, record } = change;
    await locked(change);
    mustBeSound(subject, content, await knownIn(runnerOf(change), content));
    if (copyOf && !(await tx.reviewTemplate.findUnique({ where: { key: copyOf } }))) throw notFound('template');
    const key = given.key ?? (await freeKey(change, content.name));
    if (await tx.reviewTemplate.findUnique({ where: { key } }))
      throw new AppError('conflict', `There is a template ${key} already.`, { fields: { key: 'This key is taken.' } });
    await tx.reviewTemplate.create({ data: { key, subject, createdAt: now(), updatedAt: now() } });
    await tx.reviewTemplateVersion.create({ data: { template: key, number: 1, content, createdBy: actor.id, createdAt: now() } });
    await record({ ...target('template.added'), after: { key, subject, ...told(content), ...(copyOf && { copyOf }) } });
    return { key, number: 1, version: 1 };
  });
}

/**
 * Gives a template new content, as its next number; reviews that began keep theirs. The same content changes nothing.
 * @throws AppError `not_found`, `conflict` with the values that stand, `invalid` naming what is wrong
 */
export const editTemplate = (
  actor: Actor,
  act: Act,
  { key, version, content }: { key: string; version: number; content: TemplateContent },
): Promise<TemplateAnswer> =>
  withTemplate(actor, act, 'template.edited', { key, version }, async (change, template) => {
    mustBeSound(template.subject, content, await knownIn(runnerOf(change), content));
    if (isSame(template.content, content)) return null;
    return { content, shipped: false };
  });

/**
 * Takes the built-in content that came with a newer Gatehouse, as the template's next number, in place of what stands.
 * @throws AppError `conflict` where none waits
 */
export const takeNewer = (
  actor: Actor,
  act: Act,
  { key, version }: { key: string; version: number },
  built: readonly BuiltInTemplate[] = builtInTemplates(),
): Promise<TemplateAnswer> =>
  withTemplate(
    actor,
    act,
    'template.updated',
    { key, version },
    async (_, { newer }) => {
      if (!newer) throw new AppError('conflict', 'No newer built-in version of this template waits.');
      return { content: newer, shipped: true };
    },
    built,
  );

type Found = NonNullable<Awaited<ReturnType<typeof findTemplate>>>;

async function withTemplate(
  actor: Actor,
  act: Act,
  event: EventName,
  { key, version }: { key: string; version: number },
  wanted: (change: Change, template: Found) => Promise<{ content: TemplateContent; shipped: boolean } | null>,
  built: readonly BuiltInTemplate[] = builtInTemplates(),
): Promise<TemplateAnswer> {
  mustEverywhere(actor, 'template.manage');
  return transact(houseScope(actor.id), act, event, async (change) => {
    const { tx, record, unchanged } = change;
    const template = await found(change, key, version, built);
    const next = await wanted(change, template);
    if (!next) {
      unchanged();
      return { key, number: template.current, version };
    }
    const number = template.current + 1;
    await tx.reviewTemplateVersion.create({ data: { template: key, number, ...next, createdBy: actor.id, createdAt: now() } });
    await tx.reviewTemplate.update({ where: { key }, data: { current: number, updatedAt: now(), version: { increment: 1 } } });
    await record({ ...target(event), ...changes(template, next.content, number) });
    return { key, number, version: version + 1 };
  });
}

/** What a template asks stays with the reviews that began; a switched-off one begins no more of them, by nobody, no schedule and no policy. */
export async function switchTemplate(
  actor: Actor,
  act: Act,
  { key, version, enabled }: { key: string; version: number; enabled: boolean },
): Promise<TemplateAnswer> {
  mustEverywhere(actor, 'template.manage');
  const event = enabled ? 'template.switched_on' : 'template.switched_off';
  return transact(houseScope(actor.id), act, event, async (change) => {
    const template = await found(change, key, version);
    if (template.enabled === enabled) {
      change.unchanged();
      return { key, number: template.current, version };
    }
    await change.tx.reviewTemplate.update({ where: { key }, data: { enabled, updatedAt: now(), version: { increment: 1 } } });
    const { name } = template.content;
    await change.record({ ...target(event), before: { key, name, enabled: !enabled }, after: { key, name, enabled } });
    return { key, number: template.current, version: version + 1 };
  });
}

const locked = ({ tx }: Change) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.templates'))`;

/** @throws AppError `not_found`, or `conflict` with the template as it stands */
async function found(change: Change, key: string, version: number, built?: readonly BuiltInTemplate[]): Promise<Found> {
  await locked(change);
  const template = await findTemplate(runnerOf(change), key, built);
  if (!template) throw notFound('template');
  if (template.version !== version)
    throw new AppError('conflict', 'Somebody else changed this template in the meantime.', {
      current: { ...template.content, version: template.version, number: template.current, enabled: template.enabled },
    });
  return template;
}

async function freeKey({ tx }: Change, name: string): Promise<string> {
  const base = keyOf(name) || 'template';
  const taken = new Set((await tx.reviewTemplate.findMany({ select: { key: true } })).map(({ key }) => key));
  if (!taken.has(base)) return base;
  for (let number = 2; number < 1000; number += 1) {
    const key = `${base.slice(0, 56)}-${number}`;
    if (!taken.has(key)) return key;
  }
  throw invalid('content.name', 'There are very many templates of this name. Choose another.');
}

const target = (event: EventName) => ({ event, targetType: 'review_template', targetId: null, teamId: null });

/** What an event keeps of content: fields, and the questions by their words; the rest stands in the version for ever. */
const told = ({ items, ...fields }: TemplateContent) => ({ ...fields, questions: items.map(({ question }) => question) });

function changes({ key, content: before, current }: Found, after: TemplateContent, number: number) {
  const { fields, items } = contentDifference(before, after);
  const side = (which: 'before' | 'after') => ({
    ...{ key, name: (which === 'before' ? before : after).name, number: which === 'before' ? current : number },
    ...Object.fromEntries(fields.map((each) => [each.field, each[which]])),
    ...Object.fromEntries(
      items.map((item) => [`question ${item.id}`, item.what === 'moved' ? item[which === 'before' ? 'from' : 'to'] : item[which]]),
    ),
  });
  return { before: side('before'), after: side('after') };
}
