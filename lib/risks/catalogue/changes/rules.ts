/** What a change makes of the catalogue: pure. Whether something differs, and in what, is found by comparing the two afterwards. */
import { type Stage, stages } from '#lib/assets/rules.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import type { Catalogue } from '../file.ts';
import { mergeFile, mergeNewer } from '../newer/rules.ts';
import {
  type ControlEntry,
  type FrameworkEntry,
  type Harm,
  harmNames,
  type MitigationEntry,
  matrixProblem,
  orderedPairs,
  type Part,
  partLabels,
  type StandingCatalogue,
  type ThreatEntry,
} from '../rules.ts';
import type { CatalogueChange } from './schema.ts';

/** The catalogue after a change, and what of the organisation's own stays although the change says otherwise. */
export type Changed = { after: StandingCatalogue; kept: string[] };
type Change<T extends CatalogueChange['type']> = Extract<CatalogueChange, { type: T }>;

/**
 * The catalogue after the change; what the change does not concern is as it was.
 * @param built the catalogue that this Gatehouse came with
 * @param readFile reads the text of a file; throws an AppError that names what is wrong with it
 * @throws AppError `not_found`, `invalid` with the field (of the change), `conflict` with the values as they stand.
 */
export function changed(
  standing: StandingCatalogue,
  change: CatalogueChange,
  built: Catalogue,
  readFile: (text: string, standing: StandingCatalogue) => Catalogue,
): Changed {
  const only = (after: Partial<StandingCatalogue>): Changed => ({ after: { ...standing, ...after }, kept: [] });
  switch (change.type) {
    case 'add-threat':
      return only({ threats: [...standing.threats, addedThreat(standing, change)] });
    case 'edit-threat':
      return only({ threats: replaced(standing.threats, editedThreat(standing, change)) });
    case 'switch-threat':
      return only({ threats: replaced(standing.threats, switchedEntry('threat', standing.threats, change)) });
    case 'add-control':
      return only({ controls: [...standing.controls, addedControl(standing, change)] });
    case 'edit-control':
      return only({ controls: replaced(standing.controls, editedControl(standing, change)) });
    case 'switch-control':
      return only({ controls: replaced(standing.controls, switchedEntry('control', standing.controls, change)) });
    case 'add-framework':
      return only({ frameworks: [...standing.frameworks, addedFramework(standing, change)] });
    case 'edit-framework':
      return only({ frameworks: replaced(standing.frameworks, editedFramework(standing, change)) });
    case 'switch-framework':
      return only({ frameworks: replaced(standing.frameworks, switchedEntry('framework', standing.frameworks, change)) });
    case 'edit-mitigation':
      return only({ controls: replaced(standing.controls, withMitigation(standing, change)) });
    case 'edit-scoring':
      return only({ settings: editedScoring(standing, change) });
    case 'apply-built-in':
      return newerApplied(standing, change, built);
    case 'apply-file':
      return { after: mergeFile(standing, readFile(change.text, standing)), kept: [] };
  }
}

const fresh = { builtIn: false, enabled: true, version: 1 };
const replaced = <E extends { key: string }>(all: readonly E[], entry: E): E[] =>
  all.map((each) => (each.key === entry.key ? entry : each));

function mustBeNew(part: Part, all: readonly { key: string; name: string }[], key: string): void {
  const taken = all.find((each) => each.key === key);
  if (taken)
    throw new AppError('conflict', `The ${part} “${taken.name}” has this key.`, { fields: { key: `“${taken.name}” has this key.` } });
}

/** The entry at the version that was seen. @throws AppError `not_found`; `conflict` with the entry as it stands. */
function found<E extends { key: string; version: number }>(part: Part, all: readonly E[], key: string, version: number): E {
  const entry = all.find((each) => each.key === key);
  if (!entry) throw notFound(part);
  if (entry.version !== version) {
    const message = `Somebody else changed this ${part} while you were editing. Nothing of yours is lost: choose field by field.`;
    throw new AppError('conflict', message, { current: asGiven(entry) });
  }
  return entry;
}

/** An entry in the form of an edit. */
const asGiven = (entry: object): Record<string, unknown> =>
  'mitigates' in entry
    ? { ...entry, mitigates: (entry as ControlEntry).mitigates.map(({ shippedStrength: _, ...effect }) => effect) }
    : { ...entry };

function switchedEntry<E extends { key: string; version: number; enabled: boolean }>(
  part: Part,
  all: readonly E[],
  { key, version, enabled }: { key: string; version: number; enabled: boolean },
): E {
  return { ...found(part, all, key, version), enabled };
}

/** Built-in words stay as they are. @throws AppError `conflict`, naming the field. */
function mustBeOwn(part: Part, entry: { builtIn: boolean; name: string }, fields: readonly string[]): void {
  const [field] = fields;
  if (!entry.builtIn || field === undefined) return;
  const message = `${partLabels[part]} “${entry.name}” is built in and keeps its ${field}. Switch it off and add one of your own instead.`;
  throw new AppError('conflict', message, { fields: { [field]: message } });
}

function addedThreat(standing: StandingCatalogue, { type: _, key, ...fields }: Change<'add-threat'>): ThreatEntry {
  mustBeNew('threat', standing.threats, key);
  return { key, ...settledThreat(standing, fields), ...fresh };
}

function editedThreat(standing: StandingCatalogue, { type: _, key, version, ...given }: Change<'edit-threat'>): ThreatEntry {
  const entry = found('threat', standing.threats, key, version);
  const fields = defined(given);
  mustBeOwn(
    'threat',
    entry,
    Object.keys(fields).filter((field) => field !== 'references' && differs(entry, fields, field)),
  );
  const { summary, description, name, affects, likelihood, applies, references } = { ...entry, ...fields };
  const settled = settledThreat(standing, { name, summary, description, affects, likelihood, applies, references });
  return { ...entry, ...settled, references: withOwn(standing, entry, settled.references) };
}

function settledThreat<T extends { affects: readonly string[]; applies: readonly string[]; references: readonly string[] }>(
  standing: StandingCatalogue,
  fields: T,
) {
  return {
    ...fields,
    affects: harmNames.filter((harm): harm is Harm => fields.affects.includes(harm)),
    applies: orderedPairs(fields.applies),
    references: knownReferences(standing, fields.references),
  };
}

function addedControl(
  standing: StandingCatalogue,
  { type: _, key, mitigates, references, ...fields }: Change<'add-control'>,
): ControlEntry {
  mustBeNew('control', standing.controls, key);
  return {
    key,
    ...fields,
    references: knownReferences(standing, references),
    mitigates: settledMitigations(standing, [], mitigates),
    ...fresh,
  };
}

function editedControl(standing: StandingCatalogue, { type: _, key, version, ...given }: Change<'edit-control'>): ControlEntry {
  const entry = found('control', standing.controls, key, version);
  const { mitigates, references, ...words } = defined(given);
  mustBeOwn(
    'control',
    entry,
    Object.keys(words).filter((field) => differs(entry, words, field)),
  );
  return {
    ...entry,
    ...words,
    references: references ? withOwn(standing, entry, knownReferences(standing, references)) : entry.references,
    mitigates: mitigates ? settledMitigations(standing, entry.mitigates, mitigates) : entry.mitigates,
  };
}

type GivenMitigation = { threat: string; reduces: 'likelihood' | 'impact'; strength: number; stages: readonly Stage[] };

/** Mitigations are never deleted: one that is left out has strength 0. Of a built-in one, the strength alone is the organisation's. */
function settledMitigations(standing: StandingCatalogue, before: readonly MitigationEntry[], given: readonly GivenMitigation[]) {
  const twice = given.find((each, at) => given.findIndex(({ threat }) => threat === each.threat) !== at);
  if (twice) throw invalid('mitigates', `The threat ${twice.threat} is named twice.`);
  const kept = before.map((each): MitigationEntry => {
    const wanted = given.find(({ threat }) => threat === each.threat);
    return wanted ? settledMitigation(standing, each, wanted) : { ...each, strength: 0 };
  });
  const added = given
    .filter(({ threat }) => !before.some((each) => each.threat === threat))
    .map((wanted) => settledMitigation(standing, undefined, wanted));
  return [...kept, ...added];
}

function settledMitigation(standing: StandingCatalogue, before: MitigationEntry | undefined, wanted: GivenMitigation): MitigationEntry {
  const threat = standing.threats.find(({ key }) => key === wanted.threat);
  if (!threat) throw invalid('threat', `There is no threat ${wanted.threat} in the catalogue.`);
  if (before?.shippedStrength != null) return { ...before, strength: wanted.strength };
  const at = stages.filter((stage) => wanted.stages.includes(stage));
  const idle = at.find((stage) => !threat.applies.some((pair) => pair.endsWith(`:${stage}`)));
  if (idle) throw invalid('stages', `The threat “${threat.name}” does not apply at the stage ${idle}.`);
  return { threat: wanted.threat, reduces: wanted.reduces, strength: wanted.strength, shippedStrength: null, stages: at };
}

function withMitigation(standing: StandingCatalogue, change: Change<'edit-mitigation'>): ControlEntry {
  const entry = found('control', standing.controls, change.control, change.version);
  const before = entry.mitigates.find(({ threat }) => threat === change.threat);
  const wanted = settledMitigation(standing, before, {
    threat: change.threat,
    strength: change.strength,
    reduces: change.reduces ?? before?.reduces ?? 'likelihood',
    stages: change.stages ?? before?.stages ?? [],
  });
  const others = entry.mitigates.map((each) => (each.threat === change.threat ? wanted : each));
  return { ...entry, mitigates: before ? others : [...others, wanted] };
}

function addedFramework(standing: StandingCatalogue, { type: _, key, ...fields }: Change<'add-framework'>): FrameworkEntry {
  mustBeNew('framework', standing.frameworks, key);
  return { key, ...fields, items: itemsOnce(fields.items), ...fresh };
}

function editedFramework(standing: StandingCatalogue, { type: _, key, version, ...given }: Change<'edit-framework'>): FrameworkEntry {
  const entry = found('framework', standing.frameworks, key, version);
  const fields = defined(given);
  mustBeOwn(
    'framework',
    entry,
    Object.keys(fields).filter((field) => differs(entry, fields, field)),
  );
  const items = itemsOnce(fields.items ?? entry.items);
  const gone = entry.items.find(({ id }) => !items.some((item) => item.id === id));
  if (gone) throw invalid('items', `The item ${gone.id} is missing. Items may be referred to and stay; rename it instead.`);
  return { ...entry, ...fields, items };
}

function itemsOnce<T extends { id: string }>(items: readonly T[]): T[] {
  const twice = items.find(({ id }, at) => items.findIndex((each) => each.id === id) !== at);
  if (twice) throw invalid('items', `The item ${twice.id} stands here twice.`);
  return [...items];
}

function editedScoring({ settings }: StandingCatalogue, { version, matrix, assessmentDays }: Change<'edit-scoring'>) {
  if (settings.version !== version)
    throw new AppError('conflict', 'Somebody else changed the scoring in the meantime.', { current: { ...settings } });
  const problem = matrix && matrixProblem(matrix);
  if (problem) throw invalid('matrix', problem.message);
  return { ...settings, ...defined({ matrix, assessmentDays }) };
}

function newerApplied(standing: StandingCatalogue, { to }: Change<'apply-built-in'>, built: Catalogue): Changed {
  if (built.version !== to || standing.settings.catalogueVersion >= to)
    throw new AppError('conflict', 'This version of the built-in catalogue is not the one that waits to be applied. Look again.');
  return mergeNewer(standing, built);
}

/** @throws AppError `invalid` naming the reference that leads nowhere. */
function knownReferences({ frameworks }: StandingCatalogue, references: readonly string[]): string[] {
  const known = new Set(frameworks.flatMap(({ key, items }) => items.map(({ id }) => `${key}:${id}`)));
  const wrong = references.find((reference) => !known.has(reference));
  if (wrong) throw invalid('references', `${wrong} is no item of a framework in the catalogue.`);
  return [...references].sort();
}

/** Of a built-in entry, references into built-in frameworks stay; those into the organisation's own are its own. */
function withOwn(
  { frameworks }: StandingCatalogue,
  entry: { builtIn: boolean; name: string; references: readonly string[] },
  wanted: string[],
) {
  if (!entry.builtIn) return wanted;
  const own = new Set(frameworks.filter(({ builtIn }) => !builtIn).map(({ key }) => key));
  const shipped = (all: readonly string[]) => all.filter((reference) => !own.has(reference.slice(0, reference.indexOf(':')))).join();
  if (shipped(entry.references) !== shipped(wanted))
    throw invalid('references', `“${entry.name}” is built in: add or remove references into your own frameworks alone.`);
  return wanted;
}

const differs = (entry: object, fields: object, field: string) =>
  JSON.stringify((entry as Record<string, unknown>)[field]) !== JSON.stringify((fields as Record<string, unknown>)[field]);

const defined = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
