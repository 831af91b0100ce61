import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { ScheduleForm } from '#components/reviews/schedules/schedule-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { scheduleOperations } from '#lib/reviews/schedules/procedures.ts';

export const metadata: Metadata = { title: 'Edit schedule' };

type Props = { params: Promise<{ id: string }> };

export default async function EditSchedulePage({ params }: Props) {
  const { id } = await params;
  const context = await pageContext();
  const schedule = await call(scheduleOperations.get, { id }, { context }).catch(missing);
  if (!schedule.mayManage) return <DeniedState action="schedule reviews of this team" />;
  const { teams, templates, roles } = await call(scheduleOperations.choices, {}, { context });
  const { team, name, template, rule, start, timeZone, filter, assignment, version, names } = schedule;
  const known = templates.some(({ key }) => key === template.key);
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        crumbs={[
          { label: 'Review schedules', href: '/reviews/schedules' },
          { label: name, href: `/reviews/schedules/${id}` },
        ]}
      />
      <PageBody>
        <ScheduleForm
          initial={{ teamId: team.id, name, template: template.key, rule, start, timeZone, filter, assignment }}
          edited={{ id, version }}
          teams={teams}
          templates={known ? templates : [template, ...templates]}
          roles={roles}
          names={names}
        />
      </PageBody>
    </>
  );
}
