/**
 * Reminders of what is due, whatever it is: a domain says what is open and whom it waits for, this says when each is told. What was told stands in the
 * database under a key of thing, day and phase, so that no run tells anybody twice.
 */
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { houseScope } from '../../policy.ts';
import { getHolidays } from '../../settings/queries.ts';
import { notify, type Told } from '../commands.ts';
import { holdersOf } from '../holders.ts';
import { houseChange } from '../house.ts';
import type { NoticeEvent } from '../rules.ts';
import { type Phase, phaseNow, reminderTitle } from './rules.ts';

export type DueThing = {
  id: string;
  dueAt: Date;
  teamId: string;
  assetId: string | null;
  /** As a title begins: "The review of fraud-scorer 3.1". */
  thing: string;
  href: string;
  /** For whom it waits, and since when. */
  people: { id: string; since: Date }[];
  /** Since when it waits for anybody. */
  since: Date;
};

export type ReminderSource = {
  /** What its things are called in events: a word such as `review`. */
  subject: string;
  event: NoticeEvent;
  /** What the leads of its team are told when it is three working days overdue; null where nobody is. */
  escalation: NoticeEvent | null;
  /** What is open and due within these times, by id, at most so many after that one. */
  listDue: (from: Date, to: Date, after: string | null, limit: number) => Promise<DueThing[]>;
};

// Next loads this module once for pages and once for routes: what one has said holds for both.
const holder = globalThis as { gatehouseReminders?: Map<string, ReminderSource> };

/** Has people reminded of what this source lists. Said in lib/composition.ts. */
export function remindsOf(source: ReminderSource): void {
  holder.gatehouseReminders ??= new Map();
  holder.gatehouseReminders.set(source.subject, source);
}

const batch = 500;
const day = 86_400_000;
/** Weekends and holidays lie between the first reminder and the day, and between the day and the last. */
const [ahead, behind] = [14 * day, 21 * day];
const forPeople: readonly Phase[] = ['before', 'on', 'after'];

/** Reminds everybody of what has come due since; running it again tells nobody twice. Returns how many things it looked at. */
export async function remind(): Promise<number> {
  const holidays = await getHolidays();
  let seen = 0;
  for (const source of holder.gatehouseReminders?.values() ?? []) {
    for (let after: string | null = null; ; ) {
      const things: DueThing[] = await source.listDue(new Date(now().getTime() - behind), new Date(now().getTime() + ahead), after, batch);
      await remindOf(source, things, holidays);
      seen += things.length;
      after = things.at(-1)?.id ?? null;
      if (things.length < batch) break;
    }
  }
  return seen;
}

async function remindOf(source: ReminderSource, things: readonly DueThing[], holidays: ReadonlySet<string>): Promise<void> {
  if (things.length === 0) return;
  await houseChange(async (change) => {
    const leads = new Map<string, string[]>();
    for (const teamId of new Set(source.escalation ? things.map((each) => each.teamId) : []))
      leads.set(teamId, await holdersOf(change.tx, 'review.manage', teamId));
    const zones = await zonesOf([...things.flatMap(({ people }) => people.map(({ id }) => id)), ...[...leads.values()].flat()]);
    const told: Told[] = [];
    const tell = (thing: DueThing, person: { id: string; since: Date }, event: NoticeEvent, of: readonly Phase[]) => {
      const zone = zones.get(person.id);
      const due = zone && phaseNow({ dueAt: thing.dueAt, since: person.since }, zone.timeZone, holidays, now(), of);
      if (!due) return;
      const on = new Intl.DateTimeFormat(zone.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${due.dueDay}T12:00:00Z`));
      told.push({
        ...{ event, key: `${thing.id} ${due.dueDay} ${due.phase}`, teamId: thing.teamId, assetId: thing.assetId },
        ...{ subject: { type: source.subject, id: thing.id }, title: reminderTitle(thing.thing, due.phase, on), href: thing.href },
        ...{ to: [person.id], data: { due: thing.dueAt.toISOString(), phase: due.phase } },
      });
    };
    for (const thing of things) {
      for (const person of thing.people) tell(thing, person, source.event, forPeople);
      if (source.escalation)
        for (const id of leads.get(thing.teamId) ?? []) tell(thing, { id, since: thing.since }, source.escalation, ['escalated']);
    }
    await notify(change, ...told);
  });
}

async function zonesOf(userIds: readonly string[]): Promise<Map<string, { timeZone: string; locale: string }>> {
  const rows = await read(houseScope(null), (reader) =>
    reader.rows<{ id: string; time_zone: string; locale: string }>(
      Prisma.sql`SELECT id, time_zone, locale FROM users WHERE id = ANY (${[...new Set(userIds)]}::uuid[]) AND status = 'active'`,
    ),
  );
  return new Map(rows.map(({ id, time_zone: timeZone, locale }) => [id, { timeZone, locale }]));
}
