import { z } from 'zod';
import { operation } from '#lib/access/procedure.ts';
import { countWork, listWork } from './queries.ts';
import { WorkCounts, WorkInput, WorkPage } from './schema.ts';

const tag = 'My work';

export const workOperations = {
  list: operation(
    'GET /work',
    {
      permission: 'signed-in',
      tag,
      summary: 'List what waits for you, by the day until which it is due',
      input: WorkInput,
      output: WorkPage,
    },
    ({ actor, input }) => listWork(actor, input),
  ),
  counts: operation(
    'GET /work/counts',
    { permission: 'signed-in', tag, summary: 'Count what waits for you, part by part', input: z.strictObject({}), output: WorkCounts },
    ({ actor }) => countWork(actor),
  ),
};
