import { z } from 'zod';
import { sessionCookieHeader } from '../cookie.ts';
import { actOf, operation } from '../procedure.ts';
import { changePassword, editAccount } from './commands.ts';
import { getAccount, searchPeople } from './queries.ts';
import { Account, AccountEdit, PasswordChange, PeopleSearch, Person } from './schema.ts';

const tag = 'Account';

export const accountOperations = {
  get: operation(
    'GET /account',
    { permission: 'signed-in', tag, summary: 'Get your account', input: z.strictObject({}), output: Account },
    ({ actor }) => getAccount(actor),
  ),
  edit: operation(
    'PATCH /account',
    {
      permission: 'session',
      tag,
      summary: 'Change your name, time zone, language of dates or notices',
      input: AccountEdit,
      output: Account,
    },
    async ({ actor, input, context }) => {
      await editAccount(actor, actOf(context), input);
      return getAccount(actor);
    },
  ),
  changePassword: operation(
    'POST /account/password',
    {
      permission: 'session',
      tag,
      summary: 'Change your password; ends all your other sessions and renews this one',
      input: PasswordChange,
      output: z.object({ headers: z.object({ 'set-cookie': z.string() }) }),
      detailed: true,
      status: 204,
    },
    async ({ actor, input, context }) => {
      const { token, seconds } = await changePassword(actor, actOf(context), input, {
        address: context.address,
        userAgent: context.userAgent ?? null,
      });
      return { headers: { 'set-cookie': sessionCookieHeader(token, seconds) } };
    },
  ),
};

export const directoryOperations = {
  search: operation(
    'GET /directory',
    {
      permission: 'signed-in',
      tag: 'People',
      summary: 'Search the directory by name or mail; at most 20',
      input: PeopleSearch,
      output: z.object({ people: z.array(Person) }),
    },
    async ({ input }) => ({ people: await searchPeople(input.q) }),
  ),
};
