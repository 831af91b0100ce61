import { call } from '@orpc/server';
import { Pencil } from 'lucide-react';
import type { Metadata } from 'next';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ScheduleSwitch } from '#components/reviews/schedules/schedule-switch.tsx';
import { TimesList } from '#components/reviews/schedules/times-list.tsx';
import { assignmentWords } from '#components/reviews/schedules/words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { scheduleOperations } from '#lib/reviews/schedules/procedures.ts';

export const metadata: Metadata = { title: 'Review schedule' };

type Props = { params: Promise<{ id: string }> };

export default async function SchedulePage({ params }: Props) {
  const { id } = await params;
  const schedule = await call(scheduleOperations.get, { id }, { context: await pageContext() }).catch(missing);
  const { team, template, filter, times } = schedule;
  const assets = `/assets?${filter}${filter && '&'}team=${team.key}`;
  return (
    <>
      <PageHeader
        title={schedule.name}
        crumbs={[{ label: 'Review schedules', href: '/reviews/schedules' }]}
        aside={!schedule.enabled && <Badge tone="warning">Paused</Badge>}
        description={schedule.words}
        actions={
          schedule.mayManage && (
            <>
              <ScheduleSwitch schedule={schedule} />
              <LinkButton href={`/reviews/schedules/${id}/edit`} variant="primary" icon={<Pencil aria-hidden="true" />}>
                Edit
              </LinkButton>
            </>
          )
        }
      />
      <DetailBody
        side={
          <KeyValueList
            side
            items={[
              { label: 'Team', value: team.name },
              { label: 'Time zone', value: schedule.timeZone },
              { label: 'From', value: schedule.start.replace('T', ', ') },
              { label: 'Rule', value: <code className="break-all">{schedule.rule}</code> },
              { label: 'Added by', value: schedule.createdBy?.name },
            ]}
          />
        }
      >
        <div className="max-w-4xl">
          <DetailSection title="Next">
            {times.length > 0 ? (
              <TimesList times={times} timeZone={schedule.timeZone} />
            ) : (
              <p className="text-muted text-sm">
                {schedule.enabled ? 'By its rule it does not come round again.' : 'It does not come round while it is paused.'}
              </p>
            )}
          </DetailSection>
          <DetailSection title="What it asks">
            <KeyValueList
              items={[
                {
                  label: 'Template',
                  value: (
                    <>
                      <Link
                        href={`/reviews/templates/${template.key}`}
                        className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
                      >
                        {template.name}
                      </Link>
                      {!template.enabled && (
                        <Badge tone="warning" className="ml-2">
                          Switched off: it asks for nothing
                        </Badge>
                      )}
                    </>
                  ),
                },
                {
                  label: 'About',
                  value:
                    template.subject === 'access' ? (
                      'Every member of the team'
                    ) : (
                      <Link href={assets} className="focus-ring rounded-sm text-accent-ink underline underline-offset-2">
                        {filter ? 'Assets of the team that its filter finds' : 'Every active asset of the team'}
                      </Link>
                    ),
                },
                { label: 'Who is asked', value: assignmentWords(schedule.assignment, schedule.names) },
              ]}
            />
          </DetailSection>
          <DetailSection title="So far">
            <p className="text-sm">
              {schedule.asked === 0
                ? 'It has asked for nothing yet.'
                : `It has asked for ${schedule.asked.toLocaleString('en-GB')} ${schedule.asked === 1 ? 'review' : 'reviews'}, of which ${schedule.waiting.toLocaleString('en-GB')} ${schedule.waiting === 1 ? 'waits' : 'wait'}.`}
              {schedule.lastAt && (
                <span className="text-muted">
                  {' '}
                  It came round <RelativeTime value={schedule.lastAt} />.
                </span>
              )}
            </p>
          </DetailSection>
        </div>
      </DetailBody>
    </>
  );
}
