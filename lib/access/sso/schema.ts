/** Single sign-on: providers (OpenID Connect), the identities people have there, and what their groups give. */
import { z } from 'zod';
import { isSecureUrl } from '#lib/platform/urls.ts';
import { environmentKey } from './rules.ts';

const line = (what: string, longest: number) =>
  z
    .string(`Enter ${what}.`)
    .trim()
    .min(1, `Enter ${what}.`)
    .max(longest, `At most ${longest} characters.`)
    .regex(/^[^\p{Cc}]*$/u, 'No line breaks or control characters.');

export const Issuer = line('the issuer', 500).refine(
  (text) => isSecureUrl(text) && !text.includes('?'),
  'An issuer is an address such as https://login.example.org; plain HTTP is for a provider on this machine alone.',
);

export const Key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Small letters, digits and hyphens; at most 40.');

export const Mapping = z.strictObject({
  group: line('a group', 256),
  teamId: z.uuid().nullable(),
  role: z.string('Choose a role.').min(1, 'Choose a role.').max(100),
});

/** What is set here whichever way the provider itself is set. */
const rules = {
  createsPeople: z.boolean(),
  trustsMail: z.boolean(),
  enforcesSecondFactor: z.boolean(),
  mappings: z.array(Mapping).max(200, 'At most 200 mappings.'),
};

const connection = {
  name: line('a name', 60),
  issuer: Issuer,
  clientId: line('the client ID', 500),
  scopes: line('the scopes', 500).regex(/(^| )openid( |$)/, 'Words with spaces between them; openid must be among them.'),
  groupsClaim: z.string().trim().max(200, 'At most 200 characters.').regex(/^\S*$/, 'A claim has no spaces.'),
  enabled: z.boolean(),
};

const secret = line('the client secret', 2000);

export const ProviderCreate = z.strictObject({
  key: Key.refine((key) => key !== environmentKey, 'This word stands for the provider that the environment sets.'),
  ...connection,
  scopes: connection.scopes.default('openid profile email'),
  groupsClaim: connection.groupsClaim.default(''),
  enabled: connection.enabled.default(true),
  clientSecret: secret,
  createsPeople: rules.createsPeople.default(false),
  trustsMail: rules.trustsMail.default(false),
  enforcesSecondFactor: rules.enforcesSecondFactor.default(false),
  mappings: rules.mappings.default([]),
});
export type ProviderCreate = z.output<typeof ProviderCreate>;

/** Fields that are left out stay; a secret that is left out stays too. Version 0: nothing was set here yet for the one of the environment. */
export const ProviderEdit = z
  .strictObject({ ...connection, ...rules, clientSecret: secret })
  .partial()
  .extend({ key: Key, version: z.int().min(0) });
export type ProviderEdit = z.output<typeof ProviderEdit>;

export const Provider = z.object({
  key: z.string(),
  ...connection,
  ...rules,
  /** Set by the environment: name, issuer, client, scopes and claim are read-only here. */
  fromEnvironment: z.boolean(),
  /** Another, of the environment, has its issuer and stands in for it. */
  overruled: z.boolean(),
  redirectUri: z.string(),
  /** How many people have an identity there. */
  people: z.int(),
  version: z.int(),
});
export type Provider = z.output<typeof Provider>;

export const SingleSignOn = z.object({
  providers: z.array(Provider),
  /** Passwords are for administrators alone. */
  required: z.boolean(),
  version: z.int(),
  /** Active people, administrators apart, who could not sign in if passwords were for administrators alone. */
  withoutIdentity: z.int(),
  /** Where a provider sends people back to: this and its key. */
  redirectBase: z.string(),
});
export type SingleSignOn = z.output<typeof SingleSignOn>;

/** What a provider's own description of itself says, as far as it matters here. */
export const Findings = z.object({
  issuer: z.string(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  algorithms: z.array(z.string()),
  scopes: z.array(z.string()),
  claims: z.array(z.string()),
  pkce: z.boolean(),
  namesIssuer: z.boolean(),
  keys: z.int(),
  remarks: z.array(z.string()),
});
export type Findings = z.output<typeof Findings>;

export const Identity = z.object({
  id: z.uuid(),
  provider: z.string(),
  email: z.string().nullable(),
  linkedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
});
export type Identity = z.output<typeof Identity>;

export const SignInProvider = z.object({ key: z.string(), name: z.string() });
export type SignInProvider = z.output<typeof SignInProvider>;
