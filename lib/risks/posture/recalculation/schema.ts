import { z } from 'zod';

/** A recalculation of every asset, after a change of the catalogue. */
export const Recalculation = z.object({
  id: z.uuid(),
  /** The event that asked for it. */
  cause: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed']),
  /** Assets in all, those done, and those of them whose level moved. */
  total: z.int(),
  done: z.int(),
  moved: z.int(),
  requestedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  error: z.string().nullable(),
});
export type Recalculation = z.infer<typeof Recalculation>;
