import { call } from '@orpc/server';
import { ChartLine, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { type ListState, parseListState } from '#components/data/list/list-state.ts';
import { insightQuery, insightVocabulary, unknownValues } from '#components/insights/filters.tsx';
import { InsightFilters } from '#components/insights/insight-filters.tsx';
import { AssessmentChart, EndingsChart, TeamsChart, TreatmentChart } from '#components/insights/progress-charts.tsx';
import { AgeingChart, CoverageChart, MatrixChart } from '#components/insights/risk-charts.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { chartOperations } from '#lib/insights/charts/procedures.ts';

export const metadata: Metadata = { title: 'Insights' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function InsightsPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Insights" />;
  const state = parseListState(await searchParams, insightVocabulary);
  const unknown = unknownValues(state);
  if (unknown.length > 0) return <UnknownValues state={state} unknown={unknown} />;
  const query = insightQuery(state);
  const { level: _, ...cut } = query;
  const context = await pageContext();
  const [matrix, coverage, ageing, treatment, endings, assessment, teams, names] = await Promise.all([
    call(chartOperations.matrix, query, { context }),
    call(chartOperations.coverage, query, { context }),
    call(chartOperations.ageing, query, { context }),
    call(chartOperations.treatment, cut, { context }),
    call(chartOperations.endings, cut, { context }),
    call(chartOperations.assessment, cut, { context }),
    call(chartOperations.teams, cut, { context }),
    cut.team ? call(assetOperations.names, { team: cut.team }, { context }) : { team: {} },
  ]);
  const narrowed = Object.keys(state.filters).length > 0;
  if (teams.total === 0 && !narrowed) return <NoRisks />;
  return (
    <>
      <PageHeader title="Insights" />
      <div className="px-4 pb-4 md:px-6">
        <InsightFilters state={state} teams={names.team} />
      </div>
      <div className="grid gap-x-12 gap-y-10 px-4 pb-10 md:px-6 xl:grid-cols-2">
        <MatrixChart matrix={matrix} query={query} />
        <CoverageChart answer={coverage} query={query} />
        <AgeingChart answer={ageing} query={query} />
        <TreatmentChart answer={treatment} query={query} />
        <AssessmentChart answer={assessment} query={query} />
        <EndingsChart answer={endings} query={query} />
        <div className="min-w-0 xl:col-span-2">
          <TeamsChart answer={teams} query={query} />
        </div>
      </div>
    </>
  );
}

function UnknownValues({ state, unknown }: { state: ListState; unknown: readonly string[] }) {
  return (
    <>
      <PageHeader title="Insights" />
      <div className="px-4 pb-4 md:px-6">
        <InsightFilters state={state} teams={{}} />
      </div>
      <EmptyState
        size="page"
        icon={<SearchX />}
        title="These charts cannot be shown"
        actions={<LinkButton href="/insights">Clear filters</LinkButton>}
      >
        This address asks for what the filters do not have: {unknown.join(' and ')}. Remove the filter, or choose another value.
      </EmptyState>
    </>
  );
}

function NoRisks() {
  return (
    <>
      <PageHeader title="Insights" />
      <EmptyState
        size="page"
        icon={<ChartLine />}
        title="Nothing to draw yet"
        actions={
          <LinkButton href="/assets" variant="primary">
            Go to the inventory
          </LinkButton>
        }
      >
        Risks appear by themselves for each registered asset. From then on this page answers where they sit, how well controls cover them,
        how long they stay open and how far assessment is.
      </EmptyState>
    </>
  );
}
