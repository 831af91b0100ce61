/** Safeguards: a control on an asset, or one that a team offers to its assets. Shapes of what goes in and out. */
import { z } from 'zod';
import { kinds, levels, stages } from '#lib/assets/rules.ts';
import { editedStates, evidenceKinds, safeguardStates } from './rules.ts';

export const Id = z.uuid();
const time = z.iso.datetime({ offset: true });
/** The key of a control. */
export const ControlKey = z.string().min(1).max(120);
const Reason = z.string().trim().max(2000, 'at most 2,000 characters');
const Notes = z.string().trim().max(10_000, 'at most 10,000 characters');
const moment = time.transform((text) => new Date(text));

export const One = z.strictObject({ id: Id });

/** For an asset, or, with a team instead, an offer to its assets. */
export const NewSafeguard = z
  .strictObject({
    control: ControlKey,
    assetId: Id.optional(),
    teamId: Id.optional(),
    ownerId: Id.nullable().default(null),
    dueAt: moment.nullable().default(null),
    notes: Notes.default(''),
    /** The safeguard to follow: of an asset that this one rests on, or offered by its team. */
    inheritFrom: Id.optional(),
  })
  .refine((given) => (given.assetId === undefined) !== (given.teamId === undefined), {
    message: 'give an asset or a team',
    path: ['assetId'],
  });
export type NewSafeguard = z.output<typeof NewSafeguard>;

export const SafeguardEdit = z.strictObject({
  id: Id,
  version: z.int(),
  ownerId: Id.nullable().optional(),
  dueAt: moment.nullable().optional(),
  notes: Notes.optional(),
});
export type SafeguardEdit = z.output<typeof SafeguardEdit>;

export const StateChange = z.strictObject({ id: Id, version: z.int(), state: z.enum(editedStates), reason: Reason.optional() });
export type StateChange = z.output<typeof StateChange>;

export const Turn = z.strictObject({ id: Id, version: z.int() });
export type Turn = z.output<typeof Turn>;
export const TakenBack = Turn.extend({ reason: Reason.min(1, 'say why') });
export type TakenBack = z.output<typeof TakenBack>;
export const Inheriting = Turn.extend({ from: Id });
export type Inheriting = z.output<typeof Inheriting>;

const Person = z.strictObject({ id: Id, name: z.string() });
/** What somebody did, and when; `person` is null where nobody knows them any more. */
const Done = z.strictObject({ at: z.iso.datetime(), person: Person.nullable() });
const AssetName = z.strictObject({ id: Id, name: z.string(), kind: z.enum(kinds), retired: z.boolean() });

export const Evidence = z.strictObject({
  id: Id,
  kind: z.enum(evidenceKinds),
  title: z.string(),
  /** The link's address, or the text. */
  content: z.string(),
  file: z.strictObject({ name: z.string(), size: z.int(), sha256: z.string() }).nullable(),
  expiresAt: z.iso.datetime().nullable(),
  addedAt: z.iso.datetime(),
  addedBy: z.string().nullable(),
  removedAt: z.iso.datetime().nullable(),
  expired: z.boolean(),
  /** Added after the verification: it counts once that is done again. */
  since: z.boolean(),
});
export type Evidence = z.output<typeof Evidence>;

/** What a safeguard is inherited from; without an id, it lies outside the viewer's teams. */
const Source = z.strictObject({
  safeguardId: Id.nullable(),
  from: z.enum(['asset', 'team', 'outside']),
  name: z.string(),
});

const FoundSource = z.strictObject({
  safeguardId: Id,
  from: z.enum(['asset', 'team']),
  name: z.string(),
  state: z.enum(safeguardStates),
});

export const Safeguard = z.strictObject({
  id: Id,
  version: z.int(),
  control: z.strictObject({ key: z.string(), name: z.string(), summary: z.string(), evidence: z.string(), enabled: z.boolean() }),
  team: z.strictObject({ id: Id, name: z.string() }),
  asset: AssetName.nullable(),
  state: z.enum(safeguardStates),
  reason: z.string().nullable(),
  notes: z.string(),
  owner: Person.nullable(),
  dueAt: z.iso.datetime().nullable(),
  implemented: Done.nullable(),
  verified: Done.nullable(),
  evidenceUntil: z.iso.datetime().nullable(),
  evidence: z.array(Evidence),
  source: Source.nullable(),
  /** What it could follow instead of being worked on here. */
  sources: z.array(FoundSource),
  /** How many safeguards follow this one, within what the viewer may see. */
  heirs: z.int(),
  createdAt: z.iso.datetime(),
  /** Who else can verify it: some of those who hold the right and did not implement it. */
  verifiers: z.array(Person),
  may: z.strictObject({
    edit: z.boolean(),
    verify: z.boolean(),
    /** Why not, in words. */
    whyNotVerify: z.string().nullable(),
    takeBack: z.boolean(),
    remove: z.boolean(),
  }),
});
export type Safeguard = z.output<typeof Safeguard>;

/** A risk that the control reduces at its asset: residual likelihood, impact and severity (1–4) without it, as it is, and were it verified. */
const Value = z.strictObject({ likelihood: z.int(), impact: z.int(), severity: z.int() });
export const Reduced = z.strictObject({
  riskId: Id,
  threat: z.string(),
  threatName: z.string(),
  stage: z.enum(stages),
  level: z.enum(levels),
  reduces: z.enum(['likelihood', 'impact']),
  strength: z.int(),
  without: Value,
  now: Value,
  verified: Value,
});
export type Reduced = z.output<typeof Reduced>;
export const Effect = z.strictObject({ risks: z.array(Reduced) });
export type Effect = z.output<typeof Effect>;

/** A safeguard as it stands on its asset's page. */
export const AssetSafeguard = z.strictObject({
  id: Id,
  version: z.int(),
  control: z.string(),
  name: z.string(),
  state: z.enum(safeguardStates),
  reason: z.string().nullable(),
  ownerName: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
  evidence: z.int(),
  evidenceUntil: z.iso.datetime().nullable(),
  source: Source.nullable(),
  /** What it reduces here, with what it does now and what it would do were it verified. */
  risks: z.array(Reduced),
});
export type AssetSafeguard = z.output<typeof AssetSafeguard>;

/** A control that the asset has no safeguard of, and what it would take off, verified: in points of likelihood × impact over its risks. */
export const Suggestion = z.strictObject({
  control: z.string(),
  name: z.string(),
  summary: z.string(),
  risks: z.int(),
  /** How many of these risks would be of a lower severity. */
  lowered: z.int(),
  points: z.int(),
  threats: z.array(z.string()),
  /** Safeguards of this control that could be followed instead. */
  sources: z.array(FoundSource),
});
export type Suggestion = z.output<typeof Suggestion>;

export const AssetSafeguards = z.strictObject({
  safeguards: z.array(AssetSafeguard),
  suggestions: z.array(Suggestion),
  may: z.strictObject({ edit: z.boolean() }),
});
export type AssetSafeguards = z.output<typeof AssetSafeguards>;

/** What a team offers to its assets. */
export const Offer = z.strictObject({
  id: Id,
  control: z.string(),
  name: z.string(),
  state: z.enum(safeguardStates),
  evidence: z.int(),
  evidenceUntil: z.iso.datetime().nullable(),
  ownerName: z.string().nullable(),
  heirs: z.int(),
});
export type Offer = z.output<typeof Offer>;
export const Offers = z.strictObject({ offers: z.array(Offer), may: z.strictObject({ edit: z.boolean() }) });
export type Offers = z.output<typeof Offers>;

export const ControlName = z.strictObject({ key: z.string(), name: z.string(), summary: z.string() });
export const ControlNames = z.strictObject({ controls: z.array(ControlName) });
export type ControlNames = z.output<typeof ControlNames>;

export const Activity = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: Id,
      at: z.iso.datetime(),
      event: z.string(),
      actorName: z.string().nullable(),
      operationId: Id,
      before: z.record(z.string(), z.unknown()).nullable(),
      after: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  names: z.record(z.string(), z.string()),
  next: z.string().nullable(),
});
export type Activity = z.output<typeof Activity>;
