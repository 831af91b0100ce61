import { call } from '@orpc/server';
import { FileX } from 'lucide-react';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { PostureReport } from '#components/reports/posture-report.tsx';
import { PrintButton } from '#components/reports/print-button.tsx';
import { ReportForm } from '#components/reports/report-form.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { isRefusal, pageContext, requireActor } from '#lib/access/request.ts';
import { utcDay } from '#lib/insights/history/rules.ts';
import { reportOperations } from '#lib/insights/report/procedures.ts';
import { readableTeams } from '#lib/insights/report/scope/queries.ts';

export const metadata: Metadata = { title: 'Report of posture' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const crumbs = [{ label: 'Reports', href: '/reports' }];

export default async function PostureReportPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Report of posture" />;
  const given = await searchParams;
  const [date, team, kind] = [textOf(given.date), textOf(given.team), textOf(given.kind)];
  const input = { ...(date && { date }), ...(team && { team }), ...(kind && { kind: kind as 'model' }) };
  const context = await pageContext();
  const teams = await readableTeams(actor);
  const today = utcDay(new Date());
  const posture = await call(reportOperations.posture, input, { context }).catch((error: unknown) => {
    const wrong =
      isRefusal(error, 'invalid') || isRefusal(error, 'not_found') || (error instanceof Error && 'status' in error && error.status === 400);
    if (wrong) return null;
    throw error;
  });
  return (
    <>
      <div data-print="hide">
        <PageHeader title="Report of posture" crumbs={crumbs} actions={posture && <PrintButton />} />
        <div className="px-4 pb-5 md:px-6">
          <ReportForm date={posture?.date ?? today} today={today} team={team} kind={kind} teams={teams} />
        </div>
      </div>
      {posture ? (
        <PostureReport posture={posture} />
      ) : (
        <EmptyState
          icon={<FileX />}
          title="There is no such report"
          actions={<LinkButton href="/reports/posture">Report of today</LinkButton>}
        >
          A report is of a day that has begun, of a team that you see, and of one of the five kinds of asset.
        </EmptyState>
      )}
    </>
  );
}

const textOf = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');
