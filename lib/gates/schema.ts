/**
 * Gates: what an asset of a kind must have before it goes on to a stage. A policy per kind and stage, a verdict by it with all its reasons, promotions that
 * keep their verdict for ever, and waivers that lift one requirement for a time.
 */
import { z } from 'zod';
import { Id, Kind, Stage } from '#lib/assets/schema.ts';
import { subjects } from '#lib/reviews/rules.ts';
import {
  barLevels,
  longestReason,
  mostControls,
  mostDays,
  mostRequirements,
  mostReviews,
  mostTemplates,
  requirementKey,
  requirementTypes,
  shortestReason,
} from './rules.ts';
import { reasonCodes } from './verdict/rules.ts';

const CatalogueKey = z.string().max(120).regex(requirementKey, 'a key such as artifact-signing');
const distinct = <T extends z.ZodType<string>>(each: T, most: number) =>
  z
    .array(each)
    .max(most, `at most ${most}`)
    .refine((all) => new Set(all).size === all.length, 'each of them once');

const key = z.string().max(60).regex(requirementKey, 'lower-case words joined by hyphens');
const Bar = z.enum(barLevels);

export const Requirement = z.discriminatedUnion('type', [
  z.strictObject({
    key,
    type: z.literal('controls_verified'),
    controls: distinct(CatalogueKey, mostControls).refine((all) => all.length > 0, 'Choose at least one control.'),
  }),
  z.strictObject({ key, type: z.literal('no_open_risk'), level: Bar }),
  z
    .strictObject({
      key,
      type: z.literal('reviews_approved'),
      /** Reviews of any of these templates count; where none is named, reviews of the subject. */
      templates: distinct(CatalogueKey, mostTemplates),
      subject: z.enum(subjects).nullable(),
      count: z.number().int().min(1).max(mostReviews),
    })
    .refine(({ templates, subject }) => templates.length > 0 !== (subject !== null), {
      path: ['templates'],
      message: 'Name templates, or a subject.',
    }),
  z.strictObject({ key, type: z.literal('complete_digests') }),
  z.strictObject({ key, type: z.literal('no_signal'), level: Bar }),
  z.strictObject({ key, type: z.literal('evidence_younger'), days: z.number().int().min(1).max(mostDays) }),
]);

export const Requirements = z
  .array(Requirement)
  .max(mostRequirements, `at most ${mostRequirements} requirements`)
  .refine((all) => new Set(all.map((each) => each.key)).size === all.length, 'Two requirements have the same key.');

export const Reason = z.strictObject({
  /** Stable, for machines. */
  code: z.enum(reasonCodes),
  message: z.string(),
  /** The page on which it is mended. */
  path: z.string().nullable(),
});

export const Judged = z.strictObject({
  key: z.string(),
  type: z.enum(requirementTypes),
  title: z.string(),
  met: z.boolean(),
  reasons: z.array(Reason),
  waiver: z.strictObject({ id: Id, until: z.iso.datetime(), reason: z.string() }).nullable(),
});

export const GateVerdict = z.strictObject({
  stage: Stage,
  passed: z.boolean(),
  policyNumber: z.int().nullable(),
  reasons: z.array(Reason),
  requirements: z.array(Judged),
});

/** The version that is judged; null for an asset without any. */
export const JudgedVersion = z.strictObject({ id: Id, label: z.string(), rootDigest: z.string().nullable() }).nullable();

export const WayReason = z
  .string()
  .trim()
  .min(shortestReason, `Say why, in at least ${shortestReason} characters.`)
  .max(longestReason, `At most ${longestReason} characters.`)
  .refine((value) => !value.includes('\u0000'), 'No control characters.');

export const GateOf = z.strictObject({ kind: Kind, stage: Stage });
