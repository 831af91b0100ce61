/**
 * Insights: read models behind the overview, computed from the other domains and never stored. Everything is cut to what the
 * reader may see, and what was never assessed is counted as its own state.
 */
import { z } from 'zod';
import { Kind, Level, Stage } from '#lib/assets/schema.ts';

/** Active assets of one kind at one stage. */
export const InventoryCell = z.strictObject({
  kind: Kind,
  stage: Stage,
  count: z.number().int(),
  /** How many of them no risk was ever assessed for. */
  unassessed: z.number().int(),
  /** The worst level among them; `unassessed` where none was assessed. */
  worst: Level,
});
export type InventoryCell = z.infer<typeof InventoryCell>;

/** A count that is exact up to 10,000; null where counting takes too long. */
const Counted = z.strictObject({ total: z.number().int(), more: z.boolean() }).nullable();

export const Inventory = z.strictObject({
  /** Cells with at least one asset. */
  cells: z.array(InventoryCell),
  gaps: z.strictObject({ owner: Counted, versions: Counted }),
});
export type Inventory = z.infer<typeof Inventory>;
