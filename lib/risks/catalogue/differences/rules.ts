/** What differs between two catalogues, entry by entry and field by field: what a preview shows, what is written, and what the audit log keeps. Pure. */
import type { ControlEntry, FrameworkEntry, MitigationEntry, Part, StandingCatalogue, ThreatEntry } from '../rules.ts';

export type FieldChange = { field: string; before: unknown; after: unknown };
export type EntryChange = {
  part: Part | 'scoring';
  key: string;
  name: string;
  what: 'added' | 'changed' | 'switched_off' | 'switched_on';
  fields: FieldChange[];
};

type AnyEntry = ThreatEntry | ControlEntry | FrameworkEntry;
const standingFields = new Set(['key', 'builtIn', 'enabled', 'version', 'mitigates', 'items']);

/** Every entry that differs, threats first. Of a control each mitigation, and of a framework each item, is a field of its own: "against poisoning". */
export function differences(before: StandingCatalogue, after: StandingCatalogue): EntryChange[] {
  return [
    ...partDifferences('threat', before.threats, after.threats),
    ...partDifferences('control', before.controls, after.controls),
    ...partDifferences('framework', before.frameworks, after.frameworks),
    ...scoringDifference(before, after),
  ];
}

function partDifferences<E extends AnyEntry>(part: Part, before: readonly E[], after: readonly E[]): EntryChange[] {
  const known = new Map(before.map((entry) => [entry.key, entry]));
  return after.flatMap((entry): EntryChange[] => {
    const was = known.get(entry.key);
    const told = { part, key: entry.key, name: entry.name };
    if (!was) return [{ ...told, what: 'added', fields: fieldsOf(undefined, entry) }];
    const fields = fieldsOf(was, entry);
    const turned: EntryChange[] =
      was.enabled === entry.enabled ? [] : [{ ...told, what: entry.enabled ? 'switched_on' : 'switched_off', fields: [] }];
    return fields.length > 0 ? [...turned, { ...told, what: 'changed', fields }] : turned;
  });
}

function fieldsOf(was: AnyEntry | undefined, entry: AnyEntry): FieldChange[] {
  const old = (was ?? {}) as Record<string, unknown>;
  const plain = Object.entries(entry)
    .filter(([field]) => !standingFields.has(field))
    .map(([field, after]) => ({ field, before: old[field] ?? null, after }));
  return [
    ...plain,
    ...('mitigates' in entry ? eachOf('against', was && 'mitigates' in was ? was.mitigates : [], entry.mitigates, 'threat', effectOf) : []),
    ...('items' in entry
      ? eachOf('item', was && 'items' in was ? was.items : [], entry.items, 'id', ({ name, section }) => ({ name, section }))
      : []),
  ].filter((field) => JSON.stringify(field.before) !== JSON.stringify(field.after));
}

/** What a mitigation does; null where it is switched off. */
const effectOf = ({ reduces, strength, stages }: MitigationEntry) => (strength === 0 ? null : { reduces, strength, stages });

function eachOf<K extends string, T extends Record<K, string>>(
  prefix: string,
  before: readonly T[],
  after: readonly T[],
  key: K,
  told: (each: T) => unknown,
): FieldChange[] {
  const known = new Map(before.map((each) => [each[key], each]));
  return after.map((each) => {
    const was = known.get(each[key]);
    return { field: `${prefix} ${each[key]}`, before: was ? told(was) : null, after: told(each) };
  });
}

function scoringDifference({ settings: was }: StandingCatalogue, { settings }: StandingCatalogue): EntryChange[] {
  const fields = (['matrix', 'assessmentDays'] as const)
    .map((field) => ({ field, before: was[field], after: settings[field] }))
    .filter((field) => JSON.stringify(field.before) !== JSON.stringify(field.after));
  return fields.length > 0 ? [{ part: 'scoring', key: 'scoring', name: 'Scoring', what: 'changed', fields }] : [];
}
