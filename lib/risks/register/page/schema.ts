/** What the pages of one risk and of one asset's risks show. */
import { z } from 'zod';
import { DataClass, Exposure, Id, Level, Stage, Status } from '#lib/assets/schema.ts';
import { Coverage, RiskRow, Severity, Treatment, Value } from '../schema.ts';
import { RiskStep } from '../steps/schema.ts';

const Person = z.strictObject({ id: Id, name: z.string() });

/** A control that reduces this threat at this stage, as it stands on the asset; null states are controls that nobody has planned. */
export const RiskSafeguard = z.strictObject({
  id: Id.nullable(),
  control: z.string(),
  name: z.string(),
  state: z.enum(['planned', 'implemented', 'verified', 'not_applicable']).nullable(),
  reduces: z.enum(['likelihood', 'impact']),
  strength: z.number().int(),
  reason: z.string().nullable(),
  inherited: z.boolean(),
  dueAt: z.iso.datetime().nullable(),
  implementedAt: z.iso.datetime().nullable(),
  implementedByName: z.string().nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  verifiedByName: z.string().nullable(),
  evidenceUntil: z.iso.datetime().nullable(),
  evidenceCount: z.number().int(),
});
export type RiskSafeguard = z.infer<typeof RiskSafeguard>;

export const RiskSignal = z.strictObject({
  id: Id,
  title: z.string(),
  severity: z.enum(['medium', 'high', 'critical']),
  source: z.string(),
  raisedAt: z.iso.datetime(),
});

export const Risk = RiskRow.omit({
  assetId: true,
  assetName: true,
  assetKey: true,
  team: true,
  teamName: true,
  ownerName: true,
  threatName: true,
}).extend({
  applies: z.boolean(),
  version: z.number().int(),
  asset: z.strictObject({
    id: Id,
    key: z.string(),
    name: z.string(),
    stage: Stage,
    exposure: Exposure,
    dataClass: DataClass,
    criticality: z.number().int(),
    status: Status,
    ownerName: z.string().nullable(),
  }),
  team: z.strictObject({ id: Id, key: z.string(), name: z.string() }),
  threatName: z.string(),
  threatSummary: z.string(),
  affects: z.array(z.string()),
  owner: Person.nullable(),
  /** As the facts give them, before anyone set a value by hand; null until it is scored. */
  computed: z.strictObject({ likelihood: Value, impact: Value }).nullable(),
  inherent: z.strictObject({ likelihood: Value, impact: Value, severity: Severity }).nullable(),
  residual: z.strictObject({ likelihood: Value, impact: Value, severity: Severity }).nullable(),
  set: z.strictObject({ likelihood: Value.nullable(), impact: Value.nullable(), reason: z.string() }),
  assessedByName: z.string().nullable(),
  assessedUntil: z.iso.datetime().nullable(),
  /** Since when, or from when on, it is stale. */
  staleAt: z.iso.datetime().nullable(),
  target: Severity.nullable(),
  notes: z.string(),
  acceptedSeverity: Severity.nullable(),
  createdAt: z.iso.datetime(),
  /** How the values came about, step by step. */
  steps: z.array(RiskStep),
  /** Severities of the organisation's matrix, five impacts for each likelihood. */
  matrix: z.array(Severity).length(25),
  /** The best severity that would be reached with all that is planned or implemented on the asset verified. */
  reachable: Severity.nullable(),
  safeguards: z.array(RiskSafeguard),
  signals: z.array(RiskSignal),
  /** What the viewer may do with it now. */
  may: z.strictObject({ assess: z.boolean() }),
});
export type Risk = z.infer<typeof Risk>;

const Difference = z.strictObject({ part: z.string(), before: z.string(), after: z.string() });
const moment = z.strictObject({ level: Level, likelihood: z.number().int(), impact: z.number().int() });

/** One change of a risk's level or values: when, by whom, through what, and in which parts of its facts. */
export const RiskHistoryEntry = z.strictObject({
  id: Id,
  at: z.iso.datetime(),
  /** Null where nobody acted: time passed, or the house's own work. */
  actorName: z.string().nullable(),
  cause: z.string(),
  before: moment,
  after: moment,
  differences: z.array(Difference),
  treatedAfter: z.number().int().nullable(),
});
export type RiskHistoryEntry = z.infer<typeof RiskHistoryEntry>;
export const RiskHistory = z.strictObject({ entries: z.array(RiskHistoryEntry), next: z.string().nullable() });
export type RiskHistory = z.infer<typeof RiskHistory>;

/** A risk in the asset's tab: with what it takes to assess it on the spot. */
export const AssetRisk = z.strictObject({
  id: Id,
  version: z.number().int(),
  threat: z.string(),
  threatName: z.string(),
  stage: Stage,
  applies: z.boolean(),
  level: Level,
  severity: z.number().int(),
  likelihood: z.number().int(),
  impact: z.number().int(),
  computedLikelihood: z.number().int(),
  computedImpact: z.number().int(),
  setLikelihood: Value.nullable(),
  setImpact: Value.nullable(),
  setReason: z.string(),
  coverage: Coverage,
  stale: z.boolean(),
  signal: z.number().int(),
  treatment: Treatment.nullable(),
  ownerName: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
  acceptedUntil: z.iso.datetime().nullable(),
  assessedAt: z.iso.datetime().nullable(),
  assessedByName: z.string().nullable(),
});
export type AssetRisk = z.infer<typeof AssetRisk>;
export const AssetRisks = z.strictObject({
  stage: Stage,
  level: Level,
  levels: z.array(Level).length(6),
  risks: z.array(AssetRisk),
  matrix: z.array(Severity).length(25),
  may: z.strictObject({ assess: z.boolean() }),
});
export type AssetRisks = z.infer<typeof AssetRisks>;
