/** What gates ask for: by kind and stage, in numbers that never change. */
import { z } from 'zod';
import { Id, Kind, Stage } from '#lib/assets/schema.ts';
import { GateOf, Requirement, Requirements } from '../schema.ts';

export const PolicyVersion = z.strictObject({
  number: z.int(),
  requirements: z.array(Requirement),
  builtIn: z.boolean(),
  createdAt: z.iso.datetime(),
  createdByName: z.string().nullable(),
});
export type PolicyVersion = z.output<typeof PolicyVersion>;

const Words = z.record(z.string(), z.string());
/** Names of the controls and templates that requirements speak of by key. */
export const Spoken = z.strictObject({ controls: Words, templates: Words });

export const PolicyRow = PolicyVersion.extend({ kind: Kind, stage: Stage });
export const PolicyList = z.strictObject({
  /** The gates as they stand, by kind and stage. */
  gates: z.array(PolicyRow),
  names: Spoken,
});
export type PolicyList = z.output<typeof PolicyList>;

export const Policy = z.strictObject({
  kind: Kind,
  stage: Stage,
  /** The newest first: it is the one that holds. */
  versions: z.array(PolicyVersion),
  names: Spoken,
  /** All that a requirement may name. */
  choices: z.strictObject({
    controls: z.array(z.strictObject({ key: z.string(), name: z.string() })),
    templates: z.array(z.strictObject({ key: z.string(), name: z.string(), subject: z.string() })),
  }),
  mayEdit: z.boolean(),
});
export type Policy = z.output<typeof Policy>;

export const PolicyEdit = GateOf.extend({
  /** The number that was edited: the one that holds. */
  number: z.number().int().min(0),
  requirements: Requirements,
});
export type PolicyEdit = z.output<typeof PolicyEdit>;

export const PreviewInput = GateOf.extend({ requirements: Requirements });
export type PreviewInput = z.output<typeof PreviewInput>;

/** Of the assets that stand before a gate: how many would pass it today, and how many pass it as it holds. */
export const Preview = z.strictObject({
  /** Active assets of the kind for which it is the next gate. */
  assets: z.int(),
  passing: z.int(),
  passingNow: z.int(),
  /** By requirement, how many meet it or have it waived. */
  requirements: z.array(z.strictObject({ key: z.string(), met: z.int(), waived: z.int() })),
  /** Some whose verdict changes, those that pass no more first. */
  changing: z.array(z.strictObject({ id: Id, name: z.string(), teamName: z.string(), passes: z.boolean() })),
  more: z.boolean(),
});
export type Preview = z.output<typeof Preview>;
