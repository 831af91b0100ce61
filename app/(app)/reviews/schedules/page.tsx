import { call } from '@orpc/server';
import { CalendarClock, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ScheduleTable } from '#components/reviews/schedules/schedule-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { scheduleOperations } from '#lib/reviews/schedules/procedures.ts';

export const metadata: Metadata = { title: 'Review schedules' };

export default async function SchedulesPage() {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Review schedules" />;
  const { schedules } = await call(scheduleOperations.list, {}, { context: await pageContext() });
  const add = canSomewhere(actor, 'review.manage') && (
    <LinkButton href="/reviews/schedules/new" variant="primary" icon={<Plus aria-hidden="true" />}>
      New schedule
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Review schedules"
        description="Reviews that are asked for again and again. What still waits is not asked for twice; what was missed is made up for once."
        actions={schedules.length > 0 && add}
      />
      {schedules.length > 0 ? (
        <ScheduleTable schedules={schedules} />
      ) : (
        <EmptyState icon={<CalendarClock />} title="No schedules" actions={add || undefined}>
          What has to be looked at again and again belongs here: a quarterly look at what is in use, a recertification of access.
        </EmptyState>
      )}
    </>
  );
}
