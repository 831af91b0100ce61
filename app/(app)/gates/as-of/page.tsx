import { call } from '@orpc/server';
import { CalendarX, FileJson } from 'lucide-react';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { AsOfForm } from '#components/gates/as-of-form.tsx';
import { AsOfView } from '#components/gates/as-of-view.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { PrintButton } from '#components/reports/print-button.tsx';
import { buttonClasses } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { isRefusal, pageContext, requireActor } from '#lib/access/request.ts';
import type { AsOfQuery } from '#lib/gates/as-of/schema.ts';
import { gateOperations } from '#lib/gates/procedures.ts';
import { readableTeams } from '#lib/insights/report/scope/queries.ts';

export const metadata: Metadata = { title: 'As of a day · Gates' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const crumbs = [{ label: 'Gates', href: '/gates' }];
/** So many stand on one page of the report. */
const limit = 100;

export default async function AsOfPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="As of a day" />;
  const given = await searchParams;
  const asked = Object.fromEntries(
    ['on', 'team', 'kind', 'stage', 'after'].flatMap((name) =>
      typeof given[name] === 'string' && given[name] ? [[name, given[name]]] : [],
    ),
  ) as AsOfQuery & Record<string, string>;
  const context = await pageContext();
  const teams = await readableTeams(actor);
  const today = new Date().toISOString().slice(0, 10);
  const told = await call(gateOperations.asOf, { ...asked, limit }, { context }).catch((error: unknown) => {
    const wrong =
      isRefusal(error, 'invalid') || isRefusal(error, 'not_found') || (error instanceof Error && 'status' in error && error.status === 400);
    if (wrong) return null;
    throw error;
  });
  const query = new URLSearchParams({ ...asked, limit: String(limit) });
  const further = new URLSearchParams(asked);
  if (told?.next) further.set('after', told.next);
  return (
    <>
      <div data-print="hide">
        <PageHeader
          title="As of a day"
          crumbs={crumbs}
          description="What was in which stage, approved by whom, at what risk and on which evidence: from what was recorded then."
          actions={
            told && (
              <>
                <a href={`/api/v1/gates/as-of?${query}`} className={buttonClasses()} download>
                  <FileJson aria-hidden="true" />
                  JSON
                </a>
                <PrintButton />
              </>
            )
          }
        />
        <div className="px-4 pb-5 md:px-6">
          <AsOfForm
            on={told?.on ?? today}
            today={today}
            team={asked.team ?? ''}
            kind={asked.kind ?? ''}
            stage={asked.stage ?? ''}
            teams={teams}
          />
        </div>
      </div>
      {told ? (
        <>
          <AsOfView told={told} />
          {told.next && (
            <div className="mx-auto max-w-5xl px-4 pb-10 md:px-6" data-print="hide">
              <LinkButton href={`/gates/as-of?${further}`}>The next {limit}</LinkButton>
            </div>
          )}
        </>
      ) : (
        <EmptyState
          icon={<CalendarX />}
          title="There is nothing to tell"
          actions={<LinkButton href="/gates/as-of">As of today</LinkButton>}
        >
          A day that has begun, and a team, a stage and a kind that there are.
        </EmptyState>
      )}
    </>
  );
}
