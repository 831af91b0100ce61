/** Invitations: people who are to join, previewed line by line before anything is made, and made all or none. */
import { z } from 'zod';
import { LinkToken } from '../../links/schema.ts';
import { isTimeZone, mostPeopleAtOnce } from '../rules.ts';
import { MailAddress, NewPassword, PersonName } from '../schema.ts';

const RoleKey = z.string().min(1).max(100);

export const OnePerson = z.strictObject({ id: z.uuid() });

export const InvitationPreviewInput = z.strictObject({
  /** A list of addresses, or a CSV whose first line names the columns: name, email, role, team, team role. */
  text: z.string().max(200_000, 'This is over 200 kB. Invite in several goes.'),
  /** For lines that say nothing else. */
  role: RoleKey.default('member'),
  teamId: z.uuid().nullable().default(null),
  teamRole: RoleKey.nullable().default(null),
});
export type InvitationPreviewInput = z.output<typeof InvitationPreviewInput>;

export const Invitee = z.strictObject({
  name: PersonName,
  email: MailAddress,
  /** The key of a role of the organisation. */
  role: RoleKey.default('member'),
  teamId: z.uuid().nullable().default(null),
  /** The key of a role of teams. */
  teamRole: RoleKey.nullable().default(null),
});
export type Invitee = z.output<typeof Invitee>;

export const InvitationPreview = z.object({
  lines: z.array(
    z.object({
      /** Where it stands in the text, from 1. */
      line: z.int(),
      written: z.string(),
      /** What would be made; null where a problem stands in the way. */
      invitee: z
        .object({
          name: z.string(),
          email: z.string(),
          role: z.string(),
          roleName: z.string(),
          teamId: z.uuid().nullable(),
          teamName: z.string().nullable(),
          teamRole: z.string().nullable(),
          teamRoleName: z.string().nullable(),
        })
        .nullable(),
      problems: z.array(z.string()),
    }),
  ),
  /** Whether the links will go by mail; else they are shown. */
  mailed: z.boolean(),
});
export type InvitationPreview = z.output<typeof InvitationPreview>;

export const InvitationInput = z.strictObject({
  people: z.array(Invitee).min(1, 'Name somebody to invite.').max(mostPeopleAtOnce, `at most ${mostPeopleAtOnce} people at once`),
});

export const Invited = z.object({
  mailed: z.boolean(),
  people: z.array(
    z.object({ id: z.uuid(), name: z.string(), email: z.string(), link: z.string().nullable(), expiresAt: z.iso.datetime() }),
  ),
});
export type Invited = z.output<typeof Invited>;

/** What an invited person says of themself. */
export const Acceptance = z.strictObject({
  token: LinkToken,
  name: PersonName,
  password: NewPassword,
  /** The browser's, where it knows one. */
  timeZone: z.string().refine(isTimeZone, 'This is not a time zone, such as Europe/Berlin.').optional(),
});
export type Acceptance = z.output<typeof Acceptance>;

export const SignedIn = z.object({ headers: z.object({ 'set-cookie': z.string() }) });
