/** Policies: that a review is asked for when something changes. The organisation's. */
import { z } from 'zod';
import { Kind, Stage } from '#lib/assets/schema.ts';
import { Id, Subject, TemplateKey } from '../schema.ts';
import { signalSeverities, triggers } from './rules.ts';

const conditions = {
  trigger: z.enum(triggers),
  /** None: each. */
  kinds: z.array(Kind).max(5),
  /** Stages at which the asset stands once it has happened. None: each. */
  stages: z.array(Stage).max(6),
  /** Of a signal: the least that asks. Null: each. */
  severity: z.enum(signalSeverities).nullable(),
  /** Null: the one of the approval that went stale. */
  template: TemplateKey.nullable(),
};

export const NewPolicy = z.strictObject({
  ...conditions,
  kinds: conditions.kinds.default([]),
  stages: conditions.stages.default([]),
  severity: conditions.severity.default(null),
});
export type NewPolicy = z.output<typeof NewPolicy>;
export const PolicyEdit = z.strictObject({
  id: Id,
  version: z.int().min(1),
  kinds: conditions.kinds.optional(),
  stages: conditions.stages.optional(),
  severity: conditions.severity.optional(),
  template: conditions.template.optional(),
});
export type PolicyEdit = z.output<typeof PolicyEdit>;
export const PolicySwitch = z.strictObject({ id: Id, version: z.int().min(1), enabled: z.boolean() });

export const Policy = z.strictObject({
  id: Id,
  ...conditions,
  /** Of its template; null where it takes that of the approval. */
  templateName: z.string().nullable(),
  subject: Subject.nullable(),
  templateEnabled: z.boolean(),
  enabled: z.boolean(),
  builtIn: z.boolean(),
  version: z.int(),
  /** Reviews that it asked for in the last 30 days, and those of all that wait, within what the reader may see. */
  recent: z.int(),
  waiting: z.int(),
});
export type Policy = z.output<typeof Policy>;

export const PolicyPreview = z.strictObject({
  /** How often what it asks about happened in the last 30 days, and to how many assets. */
  times: z.int(),
  assets: z.int(),
  examples: z.array(z.string()),
  /** What is wrong with it, by field; then nothing is counted. */
  problems: z.record(z.string(), z.string()),
});
export type PolicyPreview = z.output<typeof PolicyPreview>;
export const PolicyAnswer = z.strictObject({ id: Id, version: z.int() });
export type PolicyAnswer = z.output<typeof PolicyAnswer>;
