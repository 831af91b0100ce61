/** Promotions: an asset goes on to the next stage, past stages, or back; each with the verdict that it was done by, kept for ever. */
import { z } from 'zod';
import { Id, Stage } from '#lib/assets/schema.ts';
import { acts } from '../rules.ts';
import { GateVerdict, JudgedVersion, WayReason } from '../schema.ts';

const way = {
  id: Id,
  /** The asset's, as it was when the verdict was looked at. */
  version: z.number().int().min(1),
  stage: Stage,
};

/** To the next stage, by its gate. Without a version of the asset, the newest is judged. */
export const PromoteInput = z.strictObject({ ...way, versionId: Id.nullable().default(null) });
export type PromoteInput = z.output<typeof PromoteInput>;
/** Past at least one stage, by every gate on the way. */
export const SkipInput = PromoteInput.extend({ reason: WayReason });
export type SkipInput = z.output<typeof SkipInput>;
/** Back to an earlier stage: there is no gate that way, and always a reason. */
export const BackInput = z.strictObject({ ...way, reason: WayReason });
export type BackInput = z.output<typeof BackInput>;

/** Every gate on the way; none on the way back. */
export const PromotionVerdict = z.strictObject({ passed: z.boolean(), version: JudgedVersion, gates: z.array(GateVerdict) });
export type PromotionVerdict = z.output<typeof PromotionVerdict>;

/** What came of it: the asset stands at the stage now where it passed, and where it stood before where not. Either is kept. */
export const PromotionOutcome = z.strictObject({ id: Id, passed: z.boolean(), stage: Stage, verdict: PromotionVerdict });
export type PromotionOutcome = z.output<typeof PromotionOutcome>;

export const Promotion = z.strictObject({
  id: Id,
  at: z.iso.datetime(),
  act: z.enum(acts),
  from: Stage,
  to: Stage,
  passed: z.boolean(),
  reason: z.string(),
  actorName: z.string().nullable(),
  verdict: PromotionVerdict,
});
export type Promotion = z.output<typeof Promotion>;

export const HistoryInput = z.strictObject({
  id: Id,
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const PromotionPage = z.strictObject({ rows: z.array(Promotion), next: z.string().nullable() });
export type PromotionPage = z.output<typeof PromotionPage>;

/** What an asset's page shows of its next gate. */
export const AssetGate = z.strictObject({
  stage: Stage,
  assetVersion: z.number().int(),
  /** Null at the last stage. */
  next: Stage.nullable(),
  version: JudgedVersion,
  /** Of the next gate; null at the last stage. */
  verdict: GateVerdict.nullable(),
  /** Requests for a waiver of one of its requirements that wait for a decision. */
  requested: z.array(z.strictObject({ id: Id, requirement: z.string() })),
  /** Versions that may be judged, the newest first. */
  versions: z.array(z.strictObject({ id: Id, label: z.string() })),
  may: z.strictObject({ promote: z.boolean(), request: z.boolean() }),
});
export type AssetGate = z.output<typeof AssetGate>;
