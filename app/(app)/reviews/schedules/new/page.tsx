import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { ScheduleForm } from '#components/reviews/schedules/schedule-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { teamsWith } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { now } from '#lib/platform/clock.ts';
import { scheduleOperations } from '#lib/reviews/schedules/procedures.ts';

export const metadata: Metadata = { title: 'New schedule' };

export default async function NewSchedulePage() {
  const actor = await requireActor();
  if (teamsWith(actor, 'review.manage').length === 0) return <DeniedState action="schedule reviews" />;
  const { teams, templates, roles } = await call(scheduleOperations.choices, {}, { context: await pageContext() });
  const tomorrow = new Date(now().getTime() + 86_400_000).toISOString().slice(0, 10);
  const template = templates.find(({ key }) => key === 'periodic-review') ?? templates[0];
  return (
    <>
      <PageHeader title="New schedule" crumbs={[{ label: 'Review schedules', href: '/reviews/schedules' }]} />
      <PageBody>
        <ScheduleForm
          initial={{
            ...{ teamId: teams[0]?.id ?? '', name: '', template: template?.key ?? '', filter: '' },
            ...{ rule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO', start: `${tomorrow}T09:00`, timeZone: actor.timeZone },
            assignment: { by: 'template' },
          }}
          edited={null}
          {...{ teams, templates, roles }}
          names={{}}
        />
      </PageBody>
    </>
  );
}
