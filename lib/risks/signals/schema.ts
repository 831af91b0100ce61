/** Signals: what raises the likelihood of an asset's risks until it is cleared. Findings, incidents and reviews raise them, and people by hand. */
import { z } from 'zod';
import { signalSeverities, signalSources } from './rules.ts';

const Id = z.uuid();
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((value) => !value.includes('\u0000'), 'No control characters.');

export const SignalSeverity = z.enum(signalSeverities);

export const NewSignal = z.strictObject({
  /** The asset's. */
  id: Id,
  /** The one threat that it is about; left out or null: each of the asset's. */
  threat: z.string().max(120).nullable().default(null),
  severity: SignalSeverity,
  title: text(200)
    .min(1, 'Say in a line what was seen.')
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.'),
  detail: text(4000).default(''),
});
export type NewSignal = z.output<typeof NewSignal>;

export const Clearing = z.strictObject({ id: Id, note: text(2000).min(1, 'Say why it no longer holds.') });
export type Clearing = z.output<typeof Clearing>;

const Person = z.strictObject({ id: Id, name: z.string() });
const Threat = z.strictObject({ key: z.string(), name: z.string() });

export const Signal = z.strictObject({
  id: Id,
  severity: SignalSeverity,
  threat: Threat.nullable(),
  source: z.enum(signalSources),
  title: z.string(),
  detail: z.string(),
  raisedBy: Person.nullable(),
  raisedAt: z.iso.datetime(),
  clearedBy: Person.nullable(),
  clearedAt: z.iso.datetime().nullable(),
  clearedNote: z.string().nullable(),
  /** Of the asset's risks that apply now: those that it is about. */
  risks: z.int(),
  /** May the caller clear it: those raised by hand are cleared by hand, others where they came from. */
  mayClear: z.boolean(),
});
export type Signal = z.output<typeof Signal>;

export const AssetSignals = z.strictObject({
  assetId: Id,
  /** Critical ones first. */
  open: z.array(Signal),
  /** The newest first, at most twenty. */
  cleared: z.array(Signal),
  /** The threats that apply to the asset now, to be named in a new one. */
  threats: z.array(Threat),
  mayRaise: z.boolean(),
});
export type AssetSignals = z.output<typeof AssetSignals>;
