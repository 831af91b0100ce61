import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { CalendarFeed } from '#components/settings/calendar-feed.tsx';
import { Section } from '#components/settings/section.tsx';
import { pageContext } from '#lib/access/request.ts';
import { workCalendarOperations } from '#lib/insights/work/calendar/procedures.ts';

export const metadata: Metadata = { title: 'Calendar' };

export default async function CalendarPage() {
  const { feed } = await call(workCalendarOperations.find, {}, { context: await pageContext() });
  return (
    <Section
      title="Your work in your calendar"
      description="An address that calendars subscribe to (iCalendar). They show what My work shows you, at the moments until which it is due, and what you may no longer see is gone from it."
    >
      <CalendarFeed feed={feed} />
    </Section>
  );
}
