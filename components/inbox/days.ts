/** Notifications under the days on which they came, in the viewer's zone. Pure. */
import type { Notification } from '#lib/access/notices/inbox/schema.ts';
import { addDays, dayOf } from '#lib/platform/day-rules.ts';

export type InboxDay = { day: string; notifications: Notification[] };

/** In the order given. */
export function byDay(notifications: readonly Notification[], timeZone: string): InboxDay[] {
  const days: InboxDay[] = [];
  for (const each of notifications) {
    const day = dayOf(each.createdAt, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.notifications.push(each);
    else days.push({ day, notifications: [each] });
  }
  return days;
}

/** "Today", "Yesterday", or the day as the viewer's language tells it, with the year where it is another. */
export function dayWords(day: string, today: string, locale: string): string {
  if (day === today) return 'Today';
  if (day === addDays(today, -1)) return 'Yesterday';
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year, timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}
