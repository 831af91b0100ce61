/** People: who they are to the others, and what each may change about themself. */
import { z } from 'zod';
import { NoticeChoices } from '../notices/schema.ts';
import { isLocale, isTimeZone } from './rules.ts';

export const PersonName = z
  .string('Enter your name.')
  .trim()
  .min(1, 'Enter your name.')
  .max(100, 'A name has at most 100 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'A name has no line breaks or control characters.');

export const MailAddress = z
  .string('Enter your email address.')
  .trim()
  .toLowerCase()
  .max(254, 'An email address has at most 254 characters.')
  .pipe(z.email('This is not an email address, such as name@example.org.'));

/** A password as typed. What it must be is decided by password-rules.ts, which knows the person. */
export const NewPassword = z.string('Choose a password.').min(1, 'Choose a password.').max(1024, 'This is too long for a password.');

export const NewPerson = z.strictObject({ name: PersonName, email: MailAddress, password: NewPassword });
export type NewPerson = z.output<typeof NewPerson>;

/** A role as it is shown: a built-in one's key is a word, a custom one's a UUID. */
export const RoleName = z.object({ key: z.string(), name: z.string() });

export const Account = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  timeZone: z.string(),
  /** The language of dates: a BCP 47 tag. */
  locale: z.string(),
  /** What the person is told of by mail; what is left out is on. */
  notifications: NoticeChoices,
  orgRole: RoleName,
  memberships: z.array(
    z.object({ teamId: z.uuid(), teamKey: z.string(), teamName: z.string(), role: RoleName, expiresAt: z.string().nullable() }),
  ),
});
export type Account = z.output<typeof Account>;

export const AccountEdit = z.strictObject({
  name: PersonName.optional(),
  timeZone: z.string().refine(isTimeZone, 'This is not a time zone, such as Europe/Berlin.').optional(),
  locale: z.string().refine(isLocale, 'This is not a language that dates can be told in, such as de-DE.').optional(),
  notifications: NoticeChoices.optional(),
});
export type AccountEdit = z.output<typeof AccountEdit>;

export const PasswordChange = z.strictObject({
  currentPassword: z
    .string('Enter your current password.')
    .min(1, 'Enter your current password.')
    .max(1024, 'This is not your current password.'),
  newPassword: NewPassword,
});
export type PasswordChange = z.output<typeof PasswordChange>;

export const PeopleSearch = z.strictObject({ q: z.string().trim().max(100).default('') });

export const Person = z.object({ id: z.uuid(), name: z.string(), email: z.string() });
export type Person = z.output<typeof Person>;
