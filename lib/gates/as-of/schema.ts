/** As of a day: what was in which stage, approved by whom, at what risk, on which evidence. Told from what was recorded; what nobody recorded is null. */
import { z } from 'zod';
import { Id, Kind, Level, Stage } from '#lib/assets/schema.ts';
import { acts } from '../rules.ts';

export const AsOfInput = z.strictObject({
  /** A UTC day, today where it is left out. */
  on: z.iso.date('a day such as 2026-11-23').optional(),
  /** The key of a team; without it, all that the reader sees. */
  team: z.string().max(120).optional(),
  kind: Kind.optional(),
  stage: Stage.optional(),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AsOfInput = z.output<typeof AsOfInput>;
export type AsOfQuery = z.input<typeof AsOfInput>;

export const AsOfApproval = z.strictObject({
  reviewId: Id,
  title: z.string(),
  approvedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  versionLabel: z.string().nullable(),
  rootDigest: z.string().nullable(),
  /** Decided past the ordinary rules. */
  breakGlass: z.boolean(),
  by: z.array(z.string()),
});

export const AsOfControl = z.strictObject({
  safeguardId: Id,
  control: z.string(),
  state: z.enum(['planned', 'implemented', 'verified', 'not_applicable']),
  evidence: z.array(z.strictObject({ title: z.string(), addedAt: z.iso.datetime(), sha256: z.string().nullable() })),
});

export const AsOfAsset = z.strictObject({
  id: Id,
  key: z.string(),
  name: z.string(),
  kind: Kind,
  teamName: z.string(),
  stage: Stage,
  /** How it had come there; null where it was not by promotion, or before promotions were recorded. */
  promotion: z
    .strictObject({
      id: Id,
      at: z.iso.datetime(),
      act: z.enum(acts),
      actorName: z.string().nullable(),
      policyNumber: z.int().nullable(),
      /** Requirements that were waived then. */
      waived: z.int(),
    })
    .nullable(),
  /** The newest version of that day. */
  version: z.strictObject({ label: z.string(), rootDigest: z.string().nullable() }).nullable(),
  /** The worst of its risks; null where none were recorded. */
  level: Level.nullable(),
  /** Medium and worse, the worst first. */
  risks: z.array(z.strictObject({ id: Id, threat: z.string(), stage: Stage, level: Level })),
  approvals: z.array(AsOfApproval),
  controls: z.array(AsOfControl),
});
export type AsOfAsset = z.output<typeof AsOfAsset>;

export const AsOf = z.strictObject({
  on: z.iso.date(),
  /** The moment that all is of: the end of the day in UTC; of today, now. */
  asOf: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  place: z.string(),
  team: z.strictObject({ key: z.string(), name: z.string() }).nullable(),
  kind: Kind.nullable(),
  stage: Stage.nullable(),
  assets: z.array(AsOfAsset),
  next: z.string().nullable(),
});
export type AsOf = z.output<typeof AsOf>;
