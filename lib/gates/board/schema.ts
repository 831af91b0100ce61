/** The board: assets by the stage at which they stand, each with what holds it back from the next. */
import { z } from 'zod';
import { AssetFilter, Id, Kind, Level, Stage } from '#lib/assets/schema.ts';
import { several } from '#lib/platform/several.ts';
import { requirementTypes } from '../rules.ts';
import { GateVerdict, JudgedVersion } from '../schema.ts';

/** Of the list of assets, and what the next gate says. */
export const BoardFilter = AssetFilter.pick({ q: true, team: true, kind: true, owner: true }).extend({
  /** `yes`: those whose next gate would pass. */
  ready: several(z.enum(['yes'])).optional(),
  /** Held back by any of these. */
  held: several(z.enum(requirementTypes)).optional(),
});
export type BoardFilter = z.output<typeof BoardFilter>;
export type BoardQuery = z.input<typeof BoardFilter>;

export const ColumnInput = BoardFilter.extend({
  stage: Stage,
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ColumnInput = z.output<typeof ColumnInput>;

export const BoardCard = z.strictObject({
  id: Id,
  name: z.string(),
  kind: Kind,
  teamName: z.string(),
  ownerName: z.string().nullable(),
  level: Level,
  assetVersion: z.int(),
  version: JudgedVersion,
  /** Of the next gate; null at the last stage. */
  verdict: GateVerdict.nullable(),
  mayPromote: z.boolean(),
});
export type BoardCard = z.output<typeof BoardCard>;

/** A page of a column, by name. Where a filter asks for verdicts, a page may be short and there may be more all the same. */
export const BoardColumn = z.strictObject({ cards: z.array(BoardCard), next: z.string().nullable() });
export type BoardColumn = z.output<typeof BoardColumn>;

/** How many stand at each stage, before any verdict is asked; null where counting takes too long. */
export const BoardCounts = z.strictObject({ counts: z.partialRecord(Stage, z.int()).nullable() });
export type BoardCounts = z.output<typeof BoardCounts>;
