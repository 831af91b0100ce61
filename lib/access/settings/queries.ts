import { database } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Actor } from '../policy.ts';
import {
  type CalendarSettings,
  type RequiredFor,
  type SecondFactorSettings,
  type SessionSettings,
  sessionSettingsIn,
  usualCalendar,
  usualSecondFactor,
} from './rules.ts';
import type { Consequences, OrganisationSettings } from './schema.ts';
import { factorRequired, hasFactor } from './sql.ts';

type Row = { name: string; value: unknown; version: number };

async function rowsOf(names: string[]): Promise<Map<string, Row>> {
  const { rows } = await database().pool.query<Row>('SELECT name, value, version FROM settings WHERE name = ANY ($1)', [names]);
  return new Map(rows.map((row) => [row.name, row]));
}

/** How long sessions last, as it stands now. */
export async function getSessionSettings(): Promise<SessionSettings> {
  const row = (await rowsOf(['sessions'])).get('sessions');
  return sessionSettingsIn(row?.value);
}

/** The days on which nobody works, beside Saturdays and Sundays: what the rules of working days take. */
export async function getHolidays(): Promise<ReadonlySet<string>> {
  const row = (await rowsOf(['calendar'])).get('calendar');
  return new Set({ ...usualCalendar, ...(row?.value as Partial<CalendarSettings> | undefined) }.holidays);
}

/** What is set; version 0 is what the house begins with. */
export async function getOrganisationSettings(): Promise<OrganisationSettings> {
  const rows = await rowsOf(['sessions', 'second_factor', 'calendar']);
  const [sessions, factor, calendar] = [rows.get('sessions'), rows.get('second_factor'), rows.get('calendar')];
  return {
    sessions: { ...sessionSettingsIn(sessions?.value), version: sessions?.version ?? 0 },
    secondFactor: { ...usualSecondFactor, ...(factor?.value as Partial<SecondFactorSettings> | undefined), version: factor?.version ?? 0 },
    calendar: { ...usualCalendar, ...(calendar?.value as Partial<CalendarSettings> | undefined), version: calendar?.version ?? 0 },
  };
}

/** Whom it would concern: people who would need a second factor, and those of them who have none yet. */
export async function consequencesOf(actor: Actor, requiredFor: RequiredFor): Promise<Consequences> {
  const query = Prisma.sql`
    SELECT count(*)::int AS required, (count(*) FILTER (WHERE NOT ${hasFactor}))::int AS missing,
      coalesce(bool_or(u.id = ${actor.id}::uuid AND NOT ${hasFactor}), false) AS you
    FROM users u WHERE u.status = 'active' AND ${factorRequired(Prisma.sql`${JSON.stringify(requiredFor)}::jsonb`)}`;
  const { rows } = await database().pool.query<Consequences>(query.text, query.values);
  return rows[0] ?? { required: 0, missing: 0, you: false };
}

export type RoleName = { key: string; name: string; scope: 'organisation' | 'team' };

/** The roles that a requirement can name, those of the organisation first, built-in ones before custom ones. */
export async function listRoleNames(): Promise<RoleName[]> {
  const { rows } = await database().pool.query<RoleName>(
    'SELECT key, name, scope FROM roles WHERE retired_at IS NULL ORDER BY scope, built_in DESC, CASE WHEN built_in THEN created_at END, name',
  );
  return rows;
}
