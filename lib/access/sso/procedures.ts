import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { addProvider, editProvider, removeProvider, setRequirement, unlinkIdentity } from './commands.ts';
import { depart } from './departures.ts';
import { testProvider } from './provider-test.ts';
import { getSingleSignOn, listOwnIdentities, listSignInProviders, readRequirement } from './queries.ts';
import { Findings, Identity, Issuer, Key, ProviderCreate, ProviderEdit, SignInProvider, SingleSignOn } from './schema.ts';

const tag = 'Single sign-on';
const None = z.strictObject({});
const next = z.string().max(2000).default('/');
/** The address of the provider's page; a cookie goes along with which the browser may come back. */
const Gone = z.object({ headers: z.object({ 'set-cookie': z.string() }), body: z.object({ url: z.string() }) });

export const signInOperations = {
  providers: operation(
    'GET /sign-in/providers',
    {
      permission: 'anyone',
      tag,
      summary: 'List the providers that people can sign in through',
      input: None,
      output: z.object({ providers: z.array(SignInProvider), required: z.boolean() }),
    },
    async () => {
      const [providers, { required }] = await Promise.all([listSignInProviders(), readRequirement()]);
      return { providers, required: required && providers.length > 0 };
    },
  ),
  begin: operation(
    'POST /sign-in/single-sign-on',
    {
      permission: 'anyone',
      tag,
      summary: 'Begin to sign in through a provider: the address of its page, and a cookie for the way back',
      input: z.strictObject({
        provider: Key,
        next,
        /** Has the provider ask who is there, even if it knows: what a fresh proof takes. */
        again: z.boolean().default(false),
        /** The token of an invitation that is taken by this sign-in. */
        invitation: z.string().min(1).max(200).optional(),
      }),
      output: Gone,
      detailed: true,
    },
    ({ input, context }) =>
      depart(
        input.provider,
        input.invitation ? { type: 'invitation', token: input.invitation } : { type: 'sign-in', again: input.again },
        input.next,
        context.requestId,
      ),
  ),
};

export const identityOperations = {
  list: operation(
    'GET /account/identities',
    {
      permission: 'session',
      tag,
      summary: 'List the identities by which you sign in through providers, and the providers there are',
      input: None,
      output: z.object({ identities: z.array(Identity), providers: z.array(SignInProvider) }),
    },
    async ({ actor }) => {
      const [identities, providers] = await Promise.all([listOwnIdentities(actor), listSignInProviders()]);
      return { identities, providers };
    },
  ),
  link: operation(
    'POST /account/identities',
    {
      permission: 'session',
      sensitive: true,
      tag,
      summary: 'Begin to link your identity at a provider: the address of its page, and a cookie for the way back',
      input: z.strictObject({ provider: Key }),
      output: Gone,
      detailed: true,
    },
    ({ actor, input, context }) => depart(input.provider, { type: 'link', userId: actor.id }, '/settings/security', context.requestId),
  ),
  unlink: operation(
    'DELETE /account/identities/{id}',
    {
      permission: 'session',
      sensitive: true,
      tag,
      summary: 'Unlink one of your identities; rights that its groups gave end',
      input: z.strictObject({ id: z.uuid() }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => unlinkIdentity(actor, actOf(context), input.id),
  ),
};

const administering = { permission: 'settings.manage', sensitive: true, tag, output: SingleSignOn } as const;

export const singleSignOnOperations = {
  get: operation(
    'GET /settings/single-sign-on',
    {
      permission: 'settings.manage',
      tag,
      summary: 'Get the providers of single sign-on, without their secrets',
      input: None,
      output: SingleSignOn,
    },
    () => getSingleSignOn(),
  ),
  add: operation(
    'POST /settings/single-sign-on/providers',
    { ...administering, summary: 'Add a provider', input: ProviderCreate, status: 201 },
    async ({ actor, input, context }) => {
      await addProvider(actor, actOf(context), input);
      return getSingleSignOn();
    },
  ),
  edit: operation(
    'PATCH /settings/single-sign-on/providers/{key}',
    { ...administering, summary: 'Change a provider; a secret that is left out stays', input: ProviderEdit },
    async ({ actor, input, context }) => {
      await editProvider(actor, actOf(context), input);
      return getSingleSignOn();
    },
  ),
  remove: operation(
    'DELETE /settings/single-sign-on/providers/{key}',
    { ...administering, summary: 'Take a provider out; nobody signs in by it any more', input: z.strictObject({ key: Key }) },
    async ({ actor, input, context }) => {
      await removeProvider(actor, actOf(context), input.key);
      return getSingleSignOn();
    },
  ),
  require: operation(
    'PUT /settings/single-sign-on/requirement',
    {
      ...administering,
      summary: 'Set whether passwords are for administrators alone',
      input: z.strictObject({ required: z.boolean(), version: z.int().min(0) }),
    },
    async ({ actor, input, context }) => {
      await setRequirement(actor, actOf(context), input);
      return getSingleSignOn();
    },
  ),
  test: operation(
    'POST /settings/single-sign-on/test',
    {
      permission: 'settings.manage',
      tag,
      summary: 'Ask an issuer for its description of itself, and say what it holds; keeps nothing',
      input: z.strictObject({ issuer: Issuer }),
      output: Findings,
    },
    ({ input }) => testProvider(input.issuer),
  ),
};
