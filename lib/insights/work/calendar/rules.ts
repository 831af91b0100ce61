/** Work as a calendar (RFC 5545). Pure; the time is passed in. */
import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { type WorkPart, workPartLabels, workThingLabels } from '../rules.ts';
import type { WorkItem } from '../schema.ts';

/** A calendar is asked to come again after so many seconds. */
export const refreshSeconds = 3600;

/** One thing may have several moments: a risk has a day of its own and one on which its assessment ran out. */
const moments: Partial<Record<WorkPart, string>> = { stale: 'stale', expiring: 'ends' };
const uidOf = ({ part, thing, id }: WorkItem, host: string) => `${thing}.${id}.${moments[part] ?? 'due'}@${host}`;

/** Everything with a day as an event at that moment, which takes none of the person's time. @param origin where Gatehouse is */
export function calendarOf(items: readonly WorkItem[], origin: string, at: Date): string {
  const { hostname } = new URL(origin);
  const calendar = ical({
    name: 'Gatehouse: my work',
    description: 'What waits for you in Gatehouse, on the day until which it is due.',
    prodId: { company: 'Gatehouse', product: 'My work', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
    url: `${origin}/work`,
  });
  const seen = new Set<string>();
  for (const item of items) {
    const id = uidOf(item, hostname);
    if (item.dueAt === null || seen.has(id)) continue;
    seen.add(id);
    const word = workThingLabels[item.thing];
    calendar.createEvent({
      id,
      stamp: at,
      start: new Date(item.dueAt),
      summary: `${word}: ${item.title}`,
      description: [item.detail, item.asset?.name, item.teamName].filter(Boolean).join('\n'),
      url: `${origin}${item.href}`,
      categories: [{ name: word }, { name: workPartLabels[item.part] }],
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return calendar.toString();
}
