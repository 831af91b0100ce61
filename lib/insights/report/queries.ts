import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import { levelOf } from '#lib/assets/list/sql.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { addDays } from '#lib/platform/day-rules.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, notFound } from '#lib/platform/errors.ts';
import { momentOf } from '#lib/risks/history/rules.ts';
import { fieldsBefore } from '#lib/risks/history/sql.ts';
import { levelOfSeverity, type Treatment } from '#lib/risks/register/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { daysOf } from '../history/queries.ts';
import { movedBetween } from '../overview/queries.ts';
import { tolerance } from '../overview/rules.ts';
import { figuresOf, nearestTo } from './figures/queries.ts';
import { listed, lookedBack } from './rules.ts';
import type { Posture, PostureInput, ReportedAcceptance, ReportedRisk } from './schema.ts';
import { acceptancesAt, acceptancesOf, type Cut, severeAt } from './sql.ts';

const shownMoved = 12;

/**
 * What was known at the end of a day, within the reader's rights of today. Counts are those written down on the day; what was high or critical,
 * accepted, and who answered for it is told from the history of each.
 * @throws AppError `invalid` for a day that has not begun, `not_found` for a team that the reader does not see
 */
export async function getPosture(actor: Actor, { date, team, kind }: PostureInput): Promise<Posture> {
  const moment = momentOf(date, now());
  if (!moment) throw invalid('date', 'This day has not begun yet.');
  const { day, at, today } = moment;
  return read(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, { team: team ? [team] : undefined });
    const named = await namesOf(reader, teams);
    if (team && named?.length !== 1) throw notFound('team');
    const cut: Cut = { teams, kind };
    const span = await daysOf(reader, { teams, kind, from: addDays(day, -lookedBack - tolerance), to: day });
    const within = span.filter((each) => each.day > addDays(day, -lookedBack));
    const earlier = span.findLast((each) => each.day <= addDays(day, -lookedBack));
    const figures = await figuresOf(reader, cut, day, today ? at : null);
    const from = new Date(at.getTime() - lookedBack * 86_400_000);
    // Kinds are cut after the greatest are found, so that one index serves every report.
    const moved = await movedBetween(reader, teams, from, at, kind ? shownMoved * 10 : shownMoved);
    return {
      date: day,
      asOf: at.toISOString(),
      madeAt: now().toISOString(),
      madeBy: actor.name,
      place: new URL(env().GATEHOUSE_URL).host,
      scope: {
        team: team && named?.[0] ? named[0] : null,
        kind: kind ?? null,
        teams: named?.map((each) => each.name) ?? null,
      },
      figures,
      nearest: figures ? { before: null, after: null } : await nearestTo(reader, teams, day),
      earlier: earlier ? { day: earlier.day, assets: earlier.assets, risks: earlier.risks } : null,
      releases: within.reduce((sum, each) => sum + each.releases, 0),
      incidents: within.reduce((sum, each) => sum + each.incidents, 0),
      moved: moved.filter((each) => !kind || each.kind === kind).slice(0, shownMoved),
      risks: await severeRisks(reader, cut, at),
      acceptances: await acceptancesInForce(reader, cut, at),
    };
  });
}

type Named = { key: string; name: string };

/** The teams by name; null for every one. */
async function namesOf(reader: Reader, teams: Cut['teams']): Promise<Named[] | null> {
  if (teams === 'every') return null;
  return reader.rows<Named>(Prisma.sql`SELECT key, name FROM teams WHERE id = ANY (${[...teams]}::uuid[]) ORDER BY lower(name)`);
}

type Severe = Omit<ReportedRisk, 'level' | 'ownerName' | 'dueAt' | 'acceptedUntil'> & {
  level: number;
  ownerId: string | null;
  dueAt: Date | null;
};
type Found = { id: string; field: 'treatment' | 'ownerId' | 'dueAt'; value: string | null; at: Date };
type Accepted = { id: string; until: Date; inForce: boolean; decidedAt: Date; treatmentBefore: string | null };

async function severeRisks(reader: Reader, cut: Cut, at: Date): Promise<Posture['risks']> {
  const found = await reader.rows<Severe>(severeAt(cut, at));
  const rows = found.slice(0, listed);
  const ids = rows.map((row) => row.id);
  const before = await reader.rows<Found>(fieldsBefore('risk', ids, ['treatment', 'ownerId', 'dueAt'], at));
  const accepted = await reader.rows<Accepted>(acceptancesOf(ids, at));
  const was = (id: string, field: Found['field']) => before.find((each) => each.id === id && each.field === field);
  const told = rows.map((row) => {
    const own = accepted.filter((each) => each.id === row.id);
    const owner = was(row.id, 'ownerId');
    const due = was(row.id, 'dueAt');
    const acceptedUntil = own.find((each) => each.inForce)?.until ?? null;
    return {
      ...row,
      ownerId: owner ? owner.value : row.ownerId,
      dueAt: due ? isoOf(due.value) : (row.dueAt?.toISOString() ?? null),
      treatment: acceptedUntil ? ('accept' as const) : treatmentThen(row.treatment, was(row.id, 'treatment'), own, at),
      acceptedUntil: acceptedUntil?.toISOString() ?? null,
    };
  });
  const owners = await peopleOf(
    reader,
    told.flatMap((row) => row.ownerId ?? []),
  );
  return {
    rows: told.map(({ ownerId, level, ...row }) => ({
      ...row,
      level: levelOf(level),
      ownerName: (ownerId && owners.get(ownerId)) || null,
    })),
    more: found.length > listed,
  };
}

/** What stood there before the first change since: by an edit, or by an acceptance that was granted. */
function treatmentThen(current: Treatment | null, edited: Found | undefined, acceptances: readonly Accepted[], at: Date): Treatment | null {
  const granted = acceptances.find((each) => each.decidedAt > at);
  if (edited && (!granted || edited.at <= granted.decidedAt)) return edited.value as Treatment | null;
  return granted ? (granted.treatmentBefore as Treatment | null) : current;
}

const isoOf = (value: string | null) => (value === null ? null : new Date(value).toISOString());

async function peopleOf(reader: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.rows<{ id: string; name: string }>(
    Prisma.sql`SELECT id, name FROM users WHERE id = ANY (${[...new Set(ids)]}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function acceptancesInForce(reader: Reader, cut: Cut, at: Date): Promise<Posture['acceptances']> {
  type Row = Omit<ReportedAcceptance, 'severity' | 'until'> & { severity: number; until: Date };
  const found = await reader.rows<Row>(acceptancesAt(cut, at));
  return {
    rows: found.slice(0, listed).map((row) => ({ ...row, severity: levelOfSeverity(row.severity), until: row.until.toISOString() })),
    more: found.length > listed,
  };
}
