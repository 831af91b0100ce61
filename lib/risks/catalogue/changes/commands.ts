import { createHash } from 'node:crypto';
import { type Actor, houseScope, mustEverywhere } from '#lib/access/policy.ts';
import type { Act, AuditEvent, EventName } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { requestRecalculation } from '../../posture/recalculation/commands.ts';
import { builtInCatalogue } from '../data.ts';
import type { EntryChange } from '../differences/rules.ts';
import type { Catalogue } from '../file.ts';
import type { ControlEntry, FrameworkEntry, StandingCatalogue } from '../rules.ts';
import { type Planned, planChange } from './queries.ts';
import type { Applied, CatalogueChange } from './schema.ts';

/** A newer built-in catalogue or a file may hold some hundred entries. */
const longest = 60_000;

/**
 * Makes a change of the catalogue, with an event for each entry that differs. Where levels can move, it takes what a preview gave, and has every risk
 * scored again by a job.
 * @throws AppError `conflict` when the catalogue changed since it was seen, `invalid` with the field (or `seen`, where no preview was looked at).
 */
export async function applyChange(
  actor: Actor,
  act: Act,
  { change, seen }: { change: CatalogueChange; seen?: string },
  built: Catalogue = builtInCatalogue(),
): Promise<Applied> {
  mustEverywhere(actor, 'catalogue.manage');
  const whole = change.type === 'apply-built-in' || change.type === 'apply-file';
  const work = async (changing: Change): Promise<Applied> => {
    const { tx, record, unchanged } = changing;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.catalogue'))`;
    const planned = await planChange({ rows: (query) => tx.$queryRaw(query) }, change, built);
    if (planned.changes.length === 0 && planned.before.settings.catalogueVersion === planned.after.settings.catalogueVersion) {
      unchanged();
      return { changes: 0, recalculation: null };
    }
    mustBeSeen(planned, seen, whole);
    await write(tx, actor, planned);
    const events = eventsOf(change, planned);
    await record(...events);
    const cause = events[0]?.event ?? 'catalogue.changed';
    return { changes: planned.changes.length, recalculation: planned.movesLevels ? await requestRecalculation(changing, cause) : null };
  };
  return transact(houseScope(actor.id), act, 'catalogue.changed', work, whole ? { limit: longest } : {});
}

function mustBeSeen({ movesLevels, seen: standing }: Planned, seen: string | undefined, whole: boolean): void {
  if (seen === undefined && !movesLevels && !whole) return;
  if (seen === undefined) throw invalid('seen', 'Look at what would move first: ask for the preview, and give back what it says.');
  if (seen !== standing)
    throw new AppError('conflict', 'The catalogue has changed since the preview, or this is another change. Look at the preview again.');
}

/** Rows that differ, and no others; what is edited gets a new version. */
async function write(tx: Prisma.TransactionClient, actor: Actor, { before, after, changes }: Planned): Promise<void> {
  const touched = (part: EntryChange['part']) => new Set(changes.filter((each) => each.part === part).map(({ key }) => key));
  const [threats, controls, frameworks] = [touched('threat'), touched('control'), touched('framework')];
  for (const entry of after.frameworks.filter(({ key }) => frameworks.has(key)))
    await writeFramework(tx, find(before.frameworks, entry), entry);
  for (const entry of after.threats.filter(({ key }) => threats.has(key))) {
    const { references, version: _, ...row } = entry;
    await save(find(before.threats, entry), {
      create: () => tx.threat.create({ data: { ...row, createdAt: now(), updatedAt: now() } }),
      update: () => tx.threat.update({ where: { key: row.key }, data: { ...row, ...edited() } }),
    });
    await writeReferences(tx, 'threat', entry.key, find(before.threats, entry)?.references ?? [], references);
  }
  for (const entry of after.controls.filter(({ key }) => controls.has(key))) await writeControl(tx, find(before.controls, entry), entry);
  if (JSON.stringify(before.settings) !== JSON.stringify(after.settings)) await writeSettings(tx, actor, after.settings);
}

const find = <E extends { key: string }>(all: readonly E[], { key }: { key: string }): E | undefined =>
  all.find((each) => each.key === key);
const edited = () => ({ updatedAt: now(), version: { increment: 1 } });
const save = (was: unknown, { create, update }: { create: () => Promise<unknown>; update: () => Promise<unknown> }) =>
  was ? update() : create();

async function writeControl(tx: Prisma.TransactionClient, was: ControlEntry | undefined, entry: ControlEntry): Promise<void> {
  const { references, mitigates, version: _, ...row } = entry;
  await save(was, {
    create: () => tx.control.create({ data: { ...row, createdAt: now(), updatedAt: now() } }),
    update: () => tx.control.update({ where: { key: row.key }, data: { ...row, ...edited() } }),
  });
  await writeReferences(tx, 'control', entry.key, was?.references ?? [], references);
  for (const { threat, ...effect } of mitigates) {
    const standing = was?.mitigates.find((each) => each.threat === threat);
    if (standing && JSON.stringify(standing) === JSON.stringify({ threat, ...effect })) continue;
    const where = { control_threat: { control: entry.key, threat } };
    await tx.mitigation.upsert({ where, create: { control: entry.key, threat, ...effect }, update: effect });
  }
}

async function writeFramework(tx: Prisma.TransactionClient, was: FrameworkEntry | undefined, entry: FrameworkEntry): Promise<void> {
  const { items, version: _, ...row } = entry;
  await save(was, {
    create: () => tx.framework.create({ data: { ...row, createdAt: now(), updatedAt: now() } }),
    update: () => tx.framework.update({ where: { key: row.key }, data: { ...row, ...edited() } }),
  });
  const places = JSON.stringify(items.map((item, position) => ({ ...item, position })));
  await tx.$executeRaw`
    INSERT INTO framework_items (framework, id, name, section, position)
    SELECT ${entry.key}, i.id, i.name, i.section, i.position FROM jsonb_to_recordset(${places}::jsonb) AS i(id text, name text, section text, position int)
    ON CONFLICT (framework, id) DO UPDATE SET name = excluded.name, section = excluded.section, position = excluded.position
    WHERE (framework_items.name, framework_items.section, framework_items.position) IS DISTINCT FROM (excluded.name, excluded.section, excluded.position)`;
}

async function writeReferences(
  tx: Prisma.TransactionClient,
  subject: 'threat' | 'control',
  key: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const row = (reference: string) => {
    const colon = reference.indexOf(':');
    return { subject, key, framework: reference.slice(0, colon), item: reference.slice(colon + 1) };
  };
  const gone = before.filter((reference) => !after.includes(reference)).map(row);
  const added = after.filter((reference) => !before.includes(reference)).map(row);
  if (gone.length > 0) await tx.catalogueReference.deleteMany({ where: { OR: gone } });
  if (added.length > 0) await tx.catalogueReference.createMany({ data: added });
}

async function writeSettings(tx: Prisma.TransactionClient, actor: Actor, settings: StandingCatalogue['settings']): Promise<void> {
  const { version: _, ...value } = settings;
  await tx.setting.upsert({
    where: { name: 'risk' },
    create: { name: 'risk', value, updatedBy: actor.id },
    update: { value, updatedBy: actor.id, version: { increment: 1 } },
  });
}

const pastOf = { added: 'added', changed: 'edited', switched_off: 'switched_off', switched_on: 'switched_on' } as const;

/** An event for each entry that differs; a file or a newer version has one of its own before them. */
function eventsOf(change: CatalogueChange, { before, after, changes }: Planned): AuditEvent[] {
  const each = changes.flatMap(entryEvents);
  const target = { targetType: 'catalogue', targetId: null, teamId: null };
  const counts = Object.fromEntries([...Map.groupBy(changes, ({ what }) => what)].map(([what, all]) => [what, all.length]));
  if (change.type === 'apply-built-in') {
    const [from, to] = [before.settings.catalogueVersion, after.settings.catalogueVersion];
    return [{ event: 'catalogue.updated', ...target, before: { version: from }, after: { version: to, ...counts } }, ...each];
  }
  if (change.type === 'apply-file') {
    const digest = createHash('sha256').update(change.text).digest('hex');
    return [{ event: 'catalogue.imported', ...target, after: { sha256: digest, ...counts } }, ...each];
  }
  return each;
}

function entryEvents({ part, key, name, what, fields }: EntryChange): AuditEvent[] {
  const only = (side: 'before' | 'after', some: typeof fields) => Object.fromEntries(some.map((each) => [each.field, each[side]]));
  const target = { targetType: part, targetId: null, teamId: null };
  const told = (event: EventName, some: typeof fields, named: Record<string, unknown> = { key, name }): AuditEvent => ({
    event,
    ...target,
    before: what === 'added' ? null : { ...named, ...only('before', some) },
    after: { ...named, ...only('after', some) },
  });
  if (part === 'scoring')
    return fields.map((each) => ({
      ...told(each.field === 'matrix' ? 'matrix.edited' : 'validity.edited', [each], {}),
      targetType: 'settings',
    }));
  if (what === 'changed' && part === 'control') {
    const effects = fields.filter(({ field }) => field.startsWith('against '));
    const words = fields.filter((each) => !effects.includes(each));
    return [
      ...(words.length > 0 ? [told('control.edited', words)] : []),
      ...(effects.length > 0 ? [told('mitigation.edited', effects)] : []),
    ];
  }
  return [told(`${part}.${pastOf[what]}`, fields)];
}
