import { z } from 'zod';
import { operation } from '../procedure.ts';
import { listTeams } from './queries.ts';
import { Team } from './schema.ts';

export const teamOperations = {
  list: operation(
    'GET /teams',
    {
      permission: 'signed-in',
      tag: 'Teams',
      summary: 'List the teams you see, and what you may do in each',
      input: z.strictObject({}),
      output: z.object({ teams: z.array(Team) }),
    },
    async ({ actor }) => ({ teams: await listTeams(actor) }),
  ),
};
