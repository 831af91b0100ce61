'use client';

import type { ReactNode } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { WaitingPart } from '#components/work/waiting-part.tsx';
import type { Focus } from '#lib/insights/overview/policy.ts';
import type { Overview } from '#lib/insights/overview/schema.ts';
import { DueList } from './due-list.tsx';
import { dueTitle, heatmapTitle, knownTitle, movedTitle, teamsInOrder, teamsTitle, trendTitle, worstTitle } from './findings.ts';
import { KnownBar } from './known-bar.tsx';
import { LevelTiles } from './level-tiles.tsx';
import { LevelTrend } from './level-trend.tsx';
import { MovedList } from './moved-list.tsx';
import { isAnything, OwnPart, ownTitle } from './own-part.tsx';
import { heatmapData, teamsData } from './part-data.ts';
import { PartExports } from './part-exports.tsx';
import { PostureHeatmap } from './posture-heatmap.tsx';
import { SoftLinks } from './soft-links.tsx';
import { TeamTable } from './team-table.tsx';
import { WorstAssets } from './worst-assets.tsx';

const shownTeams = 10;

/** Parts side by side: what is wide, and what stands in a column beside it. */
type Row = 'tiles' | readonly [wide: Part, ...narrow: Part[]];
type Part = 'heatmap' | 'due' | 'trend' | 'moved' | 'worst' | 'teams' | 'known' | 'own' | 'waiting';

/** What concerns each of them first. */
const orders: Record<Focus, readonly Row[]> = {
  security: ['tiles', ['heatmap', 'waiting', 'due'], ['trend', 'moved'], ['worst', 'known', 'own'], ['teams']],
  audit: ['tiles', ['heatmap', 'known', 'due'], ['trend', 'moved'], ['teams'], ['worst']],
  lead: ['tiles', ['worst', 'waiting', 'due'], ['own'], ['heatmap', 'moved'], ['trend', 'known'], ['teams']],
  contributor: [['own', 'waiting', 'due'], 'tiles', ['worst', 'moved'], ['heatmap', 'known'], ['trend']],
};

/**
 * The overview's parts in the order of whoever looks, each titled with what it says. Drawn from the numbers alone on either side: as elements from the
 * server they would travel twice, and take longer than all that is asked of the database.
 * @param at the moment of the answer, in milliseconds
 */
export function OverviewParts({ overview, focus, personId, at }: { overview: Overview; focus: Focus; personId: string; at: number }) {
  const { risks, assets, history, worst, moved, teams, due, mine } = overview;
  const several = teams.length > 1;
  const parts: Record<Part, ReactNode> = {
    heatmap: (
      <DetailSection
        title={heatmapTitle(assets.cells)}
        actions={
          assets.cells.length > 0 && (
            <PartExports name="kinds-and-stages" title={heatmapTitle(assets.cells)} data={heatmapData(assets.cells)} drawn />
          )
        }
      >
        <PostureHeatmap cells={assets.cells} />
      </DetailSection>
    ),
    due: (
      <DetailSection title={dueTitle(due)}>
        <DueList due={due} />
      </DetailSection>
    ),
    trend: (
      <section>
        <h2 className="sr-only">Level over time</h2>
        <LevelTrend
          title={trendTitle(history)}
          days={history.map((each) => [each.day, each.risks, each.releases, each.incidents] as const)}
        />
      </section>
    ),
    moved: (
      <DetailSection title={movedTitle(moved)}>
        <MovedList moved={moved} />
      </DetailSection>
    ),
    worst: (
      <DetailSection title={worstTitle(assets.levels)} actions={<All href="/assets?sort=-level" of="assets by level" />}>
        <WorstAssets worst={worst} />
      </DetailSection>
    ),
    teams: several && (
      <DetailSection
        title={teamsTitle(teams)}
        actions={
          <span className="flex items-center gap-1">
            <All href="/insights" of="teams" />
            <PartExports name="teams" title={teamsTitle(teams)} data={teamsData(teamsInOrder(teams))} />
          </span>
        }
      >
        <TeamTable teams={teamsInOrder(teams).slice(0, shownTeams)} />
      </DetailSection>
    ),
    known: (
      <DetailSection title={knownTitle(risks.levels)}>
        <KnownBar risks={risks.levels} />
      </DetailSection>
    ),
    waiting: <WaitingPart />,
    own: (focus === 'contributor' || isAnything(mine)) && (
      <DetailSection title={ownTitle(mine)}>
        <OwnPart mine={mine} personId={personId} at={new Date(at)} />
      </DetailSection>
    ),
  };
  return (
    <SoftLinks className="pb-6">
      {orders[focus].map((row) => {
        if (row === 'tiles') return <LevelTiles key="tiles" risks={risks} />;
        const [wide, ...narrow] = row;
        if (!parts[wide]) return null;
        return (
          <div key={wide} className="flex flex-col gap-x-12 gap-y-8 px-4 py-5 md:px-6 xl:flex-row">
            <div className="min-w-0 flex-1">{parts[wide]}</div>
            {narrow.length > 0 && (
              <div className="flex shrink-0 flex-col gap-8 xl:w-96">
                {narrow.map((part) => (
                  <div key={part}>{parts[part]}</div>
                ))}
              </div>
            )}
          </div>
        );
      })}
    </SoftLinks>
  );
}

function All({ href, of }: { href: string; of: string }) {
  return (
    <LinkButton href={href} size="sm" variant="quiet" className="-mr-2" aria-label={`All ${of}`}>
      All
    </LinkButton>
  );
}
