/** The settings of the organisation, as the conditions of queries read them: at every request, so that a change counts at once. */
import { Prisma } from '#prisma/generated/client.ts';
import { type SessionSettings, usualSessions } from './rules.ts';

const sessionSetting = (name: keyof SessionSettings) =>
  Prisma.sql`coalesce((SELECT (value ->> ${Prisma.raw(`'${name}'`)})::int FROM settings WHERE name = 'sessions'), ${Prisma.raw(String(usualSessions[name]))})`;

/** Of `sessions` (as `s`): neither ended, nor idle for too long, nor older than sessions may get. */
export const sessionStands = Prisma.sql`
  s.expires_at > now()
  AND s.created_at > now() - make_interval(hours => ${sessionSetting('absoluteHours')})
  AND s.last_seen_at > now() - make_interval(mins => ${sessionSetting('idleMinutes')})`;

/** Of `users` (as `u`): has an authenticator app or a passkey. */
export const hasFactor = Prisma.sql`
  (EXISTS (SELECT FROM totp_secrets f WHERE f.user_id = u.id) OR EXISTS (SELECT FROM passkeys f WHERE f.user_id = u.id))`;

/** The setting as it stands. */
export const requiredNow = Prisma.sql`(SELECT value -> 'requiredFor' FROM settings WHERE name = 'second_factor')`;

/** Of `users` (as `u`): the organisation asks for a second factor. `requiredFor` is a jsonb: 'everyone', or a list of roles. */
export const factorRequired = (requiredFor: Prisma.Sql) => Prisma.sql`
  coalesce(${requiredFor} @> '"everyone"' OR ${requiredFor} ? u.org_role OR EXISTS (
    SELECT FROM memberships m WHERE m.user_id = u.id AND (m.expires_at IS NULL OR m.expires_at > now()) AND ${requiredFor} ? m.role), false)`;

/** Of `users` (as `u`): a password that is long enough only beside a second factor. */
export const shortPassword = Prisma.sql`EXISTS (SELECT FROM passwords p WHERE p.user_id = u.id AND p.short)`;
