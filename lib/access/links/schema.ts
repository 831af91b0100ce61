/** Links that work once: an invitation to join, and a new password in place of a lost one. */
import { z } from 'zod';
import { linkPurposes } from './rules.ts';

export const LinkPurpose = z.enum(linkPurposes);
export const LinkToken = z.string('Open the link whole.').min(1, 'Open the link whole.').max(200, 'This is no link of ours.');

export const LinkLook = z.strictObject({ purpose: LinkPurpose, token: LinkToken });

/** What may be told to whoever holds the token. */
export const LinkState = z.object({
  /** `open`: may be used now. `ended`: used, replaced, cancelled, or never one of ours. */
  state: z.enum(['open', 'expired', 'ended']),
  /** Whom it is for; null unless it is open. */
  person: z.object({ name: z.string(), email: z.string() }).nullable(),
});
export type LinkState = z.output<typeof LinkState>;

/** A link as whoever made it gets it: once, and only where it was not sent by mail. */
export const HandedLink = z.object({ mailed: z.boolean(), link: z.string().nullable(), expiresAt: z.iso.datetime() });
export type HandedLink = z.output<typeof HandedLink>;
