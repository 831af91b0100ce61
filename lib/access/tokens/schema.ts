/** API tokens: what acts for a person or a service account without a browser, within scopes. The secret is told once and kept nowhere. */
import { z } from 'zod';
import { permissionNames } from '../permissions.ts';
import { longestLifetime, tokenStates } from './rules.ts';

const Name = z.string('Name the token.').trim().min(1, 'Name the token.').max(80, 'A name has at most 80 characters.');
const Days = z
  .int('Choose how many days it holds.')
  .min(1, 'A token holds for a day at least.')
  .max(longestLifetime, 'A token holds for a year at most.');
const Scopes = z
  .array(z.enum(permissionNames))
  .min(1, 'Choose what the token may do.')
  .transform((scopes) => permissionNames.filter((permission) => scopes.includes(permission)));

export const Token = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Its prefix and last letters. */
  hint: z.string(),
  scopes: z.array(z.enum(permissionNames)),
  state: z.enum(tokenStates),
  createdAt: z.iso.datetime(),
  /** Who made it; null where that person is no longer told. */
  createdBy: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedAddress: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type Token = z.output<typeof Token>;

export const NewToken = z.strictObject({ name: Name, scopes: Scopes, days: Days });
export type NewToken = z.output<typeof NewToken>;

export const Rotation = z.strictObject({ id: z.uuid(), days: Days });

/** The one time that the token itself is told. */
export const MadeToken = z.object({ id: z.uuid(), token: z.string(), expiresAt: z.iso.datetime() });
export type MadeToken = z.output<typeof MadeToken>;
