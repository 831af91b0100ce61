/** The catalogue as it is read: threats, controls and frameworks with how they hang together, and how controls stand on the reader's assets. */
import { z } from 'zod';
import { kinds, levels, stages } from '#lib/assets/rules.ts';
import { several } from '#lib/platform/several.ts';
import { harmNames } from './rules.ts';

const harm = z.enum(harmNames as ['confidentiality', 'integrity', 'availability']);
const stage = z.enum(stages);
const count = z.number().int();

const words = {
  /** Words of the name, the key or the summary. */
  q: z.string().trim().max(200).optional(),
  /** Keys of frameworks that it refers to. */
  framework: several(z.string().max(60)).optional(),
  state: several(z.enum(['on', 'off'])).optional(),
  origin: several(z.enum(['built-in', 'own'])).optional(),
};
export const ThreatListInput = z.strictObject({
  ...words,
  kind: several(z.enum(kinds)).optional(),
  stage: several(stage).optional(),
  affects: several(harm).optional(),
  sort: z.enum(['name', '-name', 'likelihood', '-likelihood', 'assets', '-assets']).default('name'),
});
export type ThreatListInput = z.output<typeof ThreatListInput>;
export const ControlListInput = z.strictObject({
  ...words,
  /** Keys of threats that it reduces. */
  threat: several(z.string().max(60)).optional(),
  sort: z.enum(['name', '-name', 'assets', '-assets', 'place', '-place']).default('name'),
});
export type ControlListInput = z.output<typeof ControlListInput>;
export const ByKey = z.strictObject({ key: z.string().max(60) });
export const Nothing = z.strictObject({});

const entry = { key: z.string(), name: z.string(), builtIn: z.boolean(), enabled: z.boolean() };
const Named = z.object({ key: z.string(), name: z.string(), enabled: z.boolean() });

export const Coverage = z.object({
  /** The reader's active assets on which something bears that the control reduces. */
  assets: count,
  verified: count,
  implemented: count,
  planned: count,
  notApplicable: count,
  none: count,
  evidence: z.object({ current: count, expired: count }),
});
export type Coverage = z.output<typeof Coverage>;

const Reference = z.object({
  framework: z.object({ key: z.string(), name: z.string(), edition: z.string() }),
  item: z.object({ id: z.string(), name: z.string() }),
});
export type Reference = z.output<typeof Reference>;

export const ThreatRow = z.object({
  ...entry,
  summary: z.string(),
  affects: z.array(harm),
  likelihood: count,
  kinds: z.array(z.enum(kinds)),
  stages: z.array(stage),
  /** "kind:stage" pairs. */
  applies: z.array(z.string()),
  /** Keys of the frameworks that it refers to. */
  frameworks: z.array(z.string()),
  /** Controls that reduce it and are switched on. */
  controls: count,
  /** The reader's active assets on which it bears. */
  assets: count,
});
export type ThreatRow = z.output<typeof ThreatRow>;

const Effect = z.object({
  reduces: z.enum(['likelihood', 'impact']),
  strength: count,
  shippedStrength: count.nullable(),
  stages: z.array(stage),
});
export const ThreatDetail = z.object({
  ...entry,
  summary: z.string(),
  description: z.string(),
  affects: z.array(harm),
  likelihood: count,
  applies: z.array(z.string()),
  version: count,
  references: z.array(Reference),
  /** What reduces it, the strongest first; with the control's version, for an edit of the strength. */
  controls: z.array(Named.extend({ summary: z.string(), version: count, ...Effect.shape })),
  /** The reader's assets on which it bears, by the level of the worst of its risks there, worst first. */
  bearing: z.array(z.object({ level: z.enum(levels), assets: count })),
});
export type ThreatDetail = z.output<typeof ThreatDetail>;

export const ControlRow = z.object({
  ...entry,
  summary: z.string(),
  threats: count,
  /** Keys of the threats that it reduces. */
  reduces: z.array(z.string()),
  /** Keys of the frameworks that it refers to. */
  frameworks: z.array(z.string()),
  coverage: Coverage,
});
export type ControlRow = z.output<typeof ControlRow>;

export const ControlDetail = z.object({
  ...entry,
  summary: z.string(),
  description: z.string(),
  evidence: z.string(),
  version: count,
  references: z.array(Reference),
  threats: z.array(Named.extend({ summary: z.string(), ...Effect.shape })),
  coverage: Coverage,
});
export type ControlDetail = z.output<typeof ControlDetail>;

export const FrameworkRow = z.object({
  ...entry,
  edition: z.string(),
  publisher: z.string(),
  items: count,
  /** Items that a threat or control which is switched on refers to. */
  served: count,
});
export type FrameworkRow = z.output<typeof FrameworkRow>;

export const FrameworkItem = z.object({
  id: z.string(),
  name: z.string(),
  section: z.string(),
  threats: z.array(Named),
  /** Those that refer to it; where none does, those that reduce the threats that do. */
  controls: z.array(Named),
  through: z.enum(['reference', 'threat', 'nothing']),
  /** Summed over its controls: an asset that needs two of them counts twice. */
  coverage: Coverage,
});
export type FrameworkItem = z.output<typeof FrameworkItem>;
export const FrameworkDetail = z.object({
  ...entry,
  edition: z.string(),
  publisher: z.string(),
  version: count,
  items: z.array(FrameworkItem),
});
export type FrameworkDetail = z.output<typeof FrameworkDetail>;

export const ReferableItem = z.object({
  framework: z.string(),
  frameworkName: z.string(),
  builtIn: z.boolean(),
  id: z.string(),
  name: z.string(),
});
export type ReferableItem = z.output<typeof ReferableItem>;

export const Scoring = z.object({ matrix: z.array(count), assessmentDays: count, version: count });
export type Scoring = z.output<typeof Scoring>;

const Counts = z.object({ total: count, on: count, own: count });
export const Overview = z.object({
  threats: Counts,
  controls: Counts,
  frameworks: Counts,
  /** The version of the built-in catalogue that is applied, and a newer one that waits. */
  version: count,
  newer: z.object({ version: count, released: z.string() }).nullable(),
});
export type Overview = z.output<typeof Overview>;

export const FileAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(ReadableStream) });
