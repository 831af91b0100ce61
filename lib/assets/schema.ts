/**
 * Assets: anything an organisation trains, builds, stores or ships, by kind, with where it stands in its life.
 * Shapes of what goes in and out; the vocabulary itself stands in rules.ts.
 */
import { z } from 'zod';
import { dataClasses, exposures, kinds, levels, origins, stages, statuses } from './rules.ts';

export const Kind = z.enum(kinds);
export const Stage = z.enum(stages);
export const Exposure = z.enum(exposures);
export const DataClass = z.enum(dataClasses);
export const Origin = z.enum(origins);
export const Status = z.enum(statuses);
export const Level = z.enum(levels);
export const Criticality = z.number().int().min(1).max(5);
export const Id = z.uuid();

/** One line of text as a person types it: trimmed, no control characters. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

export const AssetKey = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/:@+-]*$/u, 'letters, digits and . _ / : @ + - only, starting with a letter or digit');

export const Tag = line(50).min(1);
/** A set: order is not kept, doubles are dropped. */
export const Tags = z
  .array(Tag)
  .max(50)
  .transform((tags) => [...new Set(tags)].sort());

/** What a person fills in about an asset. */
export const AssetFields = z.strictObject({
  kind: Kind,
  key: AssetKey,
  name: line(200).min(1),
  description: z.string().trim().max(10_000).default(''),
  ownerId: Id.nullable().default(null),
  stage: Stage.default('collect'),
  criticality: Criticality.default(3),
  exposure: Exposure.default('internal'),
  dataClass: DataClass.default('internal'),
  tags: Tags.default([]),
});
export type AssetFields = z.infer<typeof AssetFields>;
