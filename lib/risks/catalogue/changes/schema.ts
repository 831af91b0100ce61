/**
 * Changes of the catalogue. Each is one input, that a preview takes as well: it says what would change and how many assets would move from which
 * level to which; applying takes what the preview gave as `seen` wherever levels can move.
 */
import { z } from 'zod';
import { kinds, levels, stages } from '#lib/assets/rules.ts';
import { assessmentDaysBounds, harmNames } from '../rules.ts';

export const EntryKey = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters and digits, words joined by hyphens.');
export const FrameworkKey = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'Use lower-case letters and digits, words joined by hyphens or points.');
const text = (most: number) => z.string().trim().min(1, 'Write something here.').max(most, `At most ${most} characters.`);
const pairs = kinds.flatMap((kind) => stages.map((stage) => `${kind}:${stage}` as const));
const version = z.int().min(0);
const references = z
  .array(
    z
      .string()
      .max(160)
      .regex(/^[a-z0-9.-]+:\S.*$/, 'A reference is a framework, a colon and an item.'),
  )
  .max(200)
  .refine((all) => new Set(all).size === all.length, 'One reference is named twice.');

const entry = { name: text(60), summary: text(140), description: text(1200) };
const threatFields = {
  ...entry,
  affects: z.array(z.enum(harmNames as [string, ...string[]])).min(1, 'Choose what it affects.'),
  likelihood: z.int().min(1).max(5),
  /** "kind:stage" pairs. */
  applies: z.array(z.enum(pairs)).min(1, 'Choose where it applies.').max(pairs.length),
  references,
};
const mitigation = {
  threat: EntryKey,
  reduces: z.enum(['likelihood', 'impact']),
  strength: z.int().min(0).max(3),
  /** Where it works; empty for each stage of the threat. */
  stages: z.array(z.enum(stages)).max(stages.length),
};
const controlFields = { ...entry, evidence: text(600), references, mitigates: z.array(z.strictObject(mitigation)).max(300) };
const frameworkFields = {
  name: text(80),
  edition: text(60),
  publisher: text(80),
  items: z
    .array(z.strictObject({ id: text(80), name: text(120), section: text(80) }))
    .min(1, 'A framework has items.')
    .max(2000),
};
const partial = <T extends Record<string, z.ZodType>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.optional()])) as { [K in keyof T]: z.ZodOptional<T[K]> };
const type = <T extends string>(name: T) => ({ type: z.literal(name) });
const switched = { version, enabled: z.boolean() };

export const CatalogueChange = z.discriminatedUnion('type', [
  z.strictObject({ ...type('add-threat'), key: EntryKey, ...threatFields }),
  z.strictObject({ ...type('edit-threat'), key: EntryKey, version, ...partial(threatFields) }),
  z.strictObject({ ...type('switch-threat'), key: EntryKey, ...switched }),
  z.strictObject({ ...type('add-control'), key: EntryKey, ...controlFields }),
  z.strictObject({ ...type('edit-control'), key: EntryKey, version, ...partial(controlFields) }),
  z.strictObject({ ...type('switch-control'), key: EntryKey, ...switched }),
  z.strictObject({ ...type('add-framework'), key: FrameworkKey, ...frameworkFields }),
  z.strictObject({ ...type('edit-framework'), key: FrameworkKey, version, ...partial(frameworkFields) }),
  z.strictObject({ ...type('switch-framework'), key: FrameworkKey, ...switched }),
  /** Sets what a control takes off a threat; the version is the control's. What a built-in one reduces, and where, stays. */
  z.strictObject({
    ...type('edit-mitigation'),
    control: EntryKey,
    version,
    ...mitigation,
    reduces: mitigation.reduces.optional(),
    stages: mitigation.stages.optional(),
  }),
  /** Severities 1–4 by likelihood, five impacts for each; for how many days an assessment made from now on holds. */
  z.strictObject({
    ...type('edit-scoring'),
    version,
    matrix: z.array(z.int().min(1).max(4)).length(25).optional(),
    assessmentDays: z
      .int()
      .min(assessmentDaysBounds.least, `At least ${assessmentDaysBounds.least} days.`)
      .max(assessmentDaysBounds.most, `At most ${assessmentDaysBounds.most} days.`)
      .optional(),
  }),
  /** Applies the newer built-in catalogue that came with Gatehouse. */
  z.strictObject({ ...type('apply-built-in'), to: z.int().positive() }),
  /** Takes in a catalogue file of one's own threats, controls and frameworks: its JSON as text. */
  z.strictObject({ ...type('apply-file'), text: z.string().min(1, 'Choose a file, or paste its text.').max(4_000_000) }),
]);
export type CatalogueChange = z.output<typeof CatalogueChange>;

export const Field = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });
export const EntryChange = z.object({
  part: z.enum(['threat', 'control', 'framework', 'scoring']),
  key: z.string(),
  name: z.string(),
  what: z.enum(['added', 'changed', 'switched_off', 'switched_on']),
  fields: z.array(Field),
});

const level = z.enum(levels);
export const Movement = z.object({ from: level, to: level, assets: z.number().int() });

export const ChangePreview = z.object({
  /** Give it back when applying. */
  seen: z.string(),
  changes: z.array(EntryChange),
  /** What of the organisation's own stays although the change says otherwise. */
  kept: z.array(z.string()),
  /** Whether any level can move; where not, nothing is recalculated. */
  movesLevels: z.boolean(),
  /** How many assets move, by the level that they leave and the one they come to; null where nothing can move. */
  impact: z.object({ assets: z.number().int(), moved: z.number().int(), movements: z.array(Movement) }).nullable(),
});
export type ChangePreview = z.output<typeof ChangePreview>;

export const ApplyInput = z.strictObject({ change: CatalogueChange, seen: z.string().max(100).optional() });
export const PreviewInput = z.strictObject({ change: CatalogueChange });
export const Applied = z.object({
  changes: z.number().int(),
  /** The recalculation of every level that was asked for; null where none can move. */
  recalculation: z.uuid().nullable(),
});
export type Applied = z.output<typeof Applied>;
