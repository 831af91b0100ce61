import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { teamActivity } from './activity/queries.ts';
import { TeamActivity, TeamActivityInput } from './activity/schema.ts';
import { archiveTeam, createTeam, renameTeam, unarchiveTeam } from './commands.ts';
import type { Holdings } from './holdings.ts';
import { countTeams, getTeam, listTeams, nameTeams, pageTeams } from './queries.ts';
import {
  NamedTeam,
  NewTeam,
  Team,
  TeamArchive,
  TeamDetail,
  TeamEdit,
  TeamFilter,
  TeamListInput,
  TeamPage,
  TeamSearch,
  TeamTurn,
} from './schema.ts';

const tag = 'Teams';
const One = z.strictObject({ id: z.uuid() });

export const teamOperations = {
  list: operation(
    'GET /teams',
    {
      permission: 'signed-in',
      tag,
      summary: 'List the teams you see, and what you may do in each',
      input: z.strictObject({}),
      output: z.object({ teams: z.array(Team) }),
    },
    async ({ actor }) => ({ teams: await listTeams(actor) }),
  ),
  total: operation(
    'GET /teams/total',
    {
      permission: 'signed-in',
      tag,
      summary: 'Count the teams that match',
      input: TeamFilter,
      output: z.object({ total: z.number().int() }),
    },
    async ({ actor, input }) => ({ total: await countTeams(actor, input) }),
  ),
  names: operation(
    'GET /teams/names',
    {
      permission: 'signed-in',
      tag,
      summary: 'Find a team by its name, to ask for access; at most 50',
      input: TeamSearch,
      output: z.object({ teams: z.array(NamedTeam) }),
    },
    async ({ input }) => ({ teams: await nameTeams(input.q) }),
  ),
  activity: operation(
    'GET /teams/{id}/activity',
    {
      permission: 'signed-in',
      tag,
      summary: 'What happened in a team, its members and requests, newest first',
      input: TeamActivityInput,
      output: TeamActivity,
    },
    ({ actor, input }) => teamActivity(actor, input),
  ),
  create: operation(
    'POST /teams',
    { permission: 'team.manage', tag, summary: 'Create a team', input: NewTeam, output: One, status: 201 },
    ({ actor, input, context }) => createTeam(actor, actOf(context), input),
  ),
  rename: operation(
    'PATCH /teams/{id}',
    { permission: 'team.manage', tag, summary: 'Rename a team; its key stays', input: TeamEdit, output: z.void(), status: 204 },
    ({ actor, input, context }) => renameTeam(actor, actOf(context), input),
  ),
  unarchive: operation(
    'POST /teams/{id}/unarchive',
    { permission: 'team.manage', tag, summary: 'Take back an archived team', input: TeamTurn, output: z.void(), status: 204 },
    ({ actor, input, context }) => unarchiveTeam(actor, actOf(context), input),
  ),
};

/** @param holdings what higher domains keep in teams; lib/composition.ts puts the two together */
export const teamHoldingOperations = (holdings: Holdings) => ({
  page: operation(
    'GET /teams/page',
    {
      permission: 'signed-in',
      tag,
      summary: 'Page through the teams you see, with members and assets',
      input: TeamListInput,
      output: TeamPage,
    },
    ({ actor, input }) => pageTeams(actor, input, holdings),
  ),
  get: operation(
    'GET /teams/{id}',
    { permission: 'signed-in', tag, summary: 'Get a team, and what you may do with it', input: One, output: TeamDetail },
    ({ actor, input }) => getTeam(actor, input.id, holdings),
  ),
  archive: operation(
    'POST /teams/{id}/archive',
    {
      permission: 'team.manage',
      tag,
      summary: 'Archive a team that is empty, or whose assets go to another',
      input: TeamArchive,
      output: z.object({ moved: z.number().int() }),
    },
    ({ actor, input, context }) => archiveTeam(actor, actOf(context), input, holdings),
  ),
});
