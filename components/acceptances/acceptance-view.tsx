import type { ReactNode } from 'react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Timeline, type TimelineEvent } from '#components/data/detail/timeline.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import type { Acceptance, Deciders } from '#lib/risks/acceptances/schema.ts';
import { AcceptanceActions } from './acceptance-actions.tsx';
import { DecidersPanel } from './deciders-panel.tsx';
import { StateBadge } from './state-badge.tsx';

/** One acceptance: what is borne and why, how it stands, who decides, and what came of it. */
export function AcceptanceView({ acceptance, mayAsk }: { acceptance: Acceptance & { deciders: Deciders }; mayAsk: boolean }) {
  const { status, severity, riskSeverity, exceeded, hindrance } = acceptance;
  return (
    <>
      <PageHeader
        title={`Acceptance of ${acceptance.threatName}`}
        crumbs={[{ label: 'Acceptances', href: '/acceptances' }]}
        aside={<StateBadge state={status} />}
        description={`Of ${acceptance.assetName}, at ${stageLabels[acceptance.stage].toLowerCase()}`}
        actions={
          <>
            {mayAsk && (status === 'requested' || status === 'granted') && (
              <LinkButton href={`/reviews/new?acceptance=${acceptance.id}`}>Ask for a review</LinkButton>
            )}
            <AcceptanceActions acceptance={acceptance} />
          </>
        }
      />
      <DetailBody side={<Facts acceptance={acceptance} />}>
        <div className="mb-6 flex flex-col gap-3 empty:hidden">
          {exceeded && riskSeverity && (
            <Callout tone="warning" title={`Covers ${severity} only`}>
              The residual is <LevelMark state={riskSeverity} /> by now: the risk is open in spite of its acceptance.
            </Callout>
          )}
          {hindrance && <Callout title="Not yours to decide">{hindrance}</Callout>}
        </div>
        <DetailSection title="Why it may be borne">
          <p className="max-w-[72ch] whitespace-pre-line break-words text-sm">{acceptance.reason}</p>
        </DetailSection>
        {status === 'requested' && (
          <DetailSection title="Who decides">
            <DecidersPanel deciders={acceptance.deciders} />
          </DetailSection>
        )}
        <DetailSection title="What happened">
          <Timeline events={eventsOf(acceptance)} />
        </DetailSection>
      </DetailBody>
    </>
  );
}

function Facts({ acceptance }: { acceptance: Acceptance }) {
  const { riskId, assetId, threatName, assetName, kind, stage, teamName, severity, riskSeverity, until, status } = acceptance;
  return (
    <KeyValueList
      side
      items={[
        { label: 'Risk', value: <Room href={`/risks/${riskId}`}>{threatName}</Room> },
        { label: 'Asset', value: <Room href={`/assets/${assetId}`}>{assetName}</Room> },
        { label: 'Kind', value: kindLabels[kind] },
        { label: 'Stage', value: stageLabels[stage] },
        { label: 'Team', value: teamName },
        { label: 'Covers a residual up to', value: <LevelMark state={severity} /> },
        { label: 'Residual now', value: riskSeverity && <LevelMark state={riskSeverity} /> },
        { label: status === 'requested' ? 'Asked for until' : 'Until', value: <DayTime value={until} /> },
      ]}
    />
  );
}

function Room({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="focus-ring rounded-sm font-medium text-accent-ink hover:underline">
      {children}
    </Link>
  );
}

const decided = { refused: 'refused it', other: 'accepted it' };
const endings: Partial<Record<Acceptance['status'], string>> = {
  withdrawn: 'withdrew the request',
  revoked: 'revoked it',
  ended: 'ended it',
};

/** The newest first. */
function eventsOf({
  id,
  status,
  requester,
  requestedAt,
  decider,
  decidedAt,
  note,
  ender,
  endedAt,
  endedNote,
}: Acceptance): TimelineEvent[] {
  const events: TimelineEvent[] = [{ id: `${id} requested`, at: requestedAt, actor: requester.name, what: 'asked for it' }];
  if (decider && decidedAt)
    events.unshift({
      id: `${id} decided`,
      at: decidedAt,
      actor: decider.name,
      what: status === 'refused' ? decided.refused : decided.other,
      note: note ?? undefined,
    });
  if (endedAt)
    events.unshift({
      id: `${id} ended`,
      at: endedAt,
      actor: ender?.name ?? null,
      what: endings[status] ?? 'ended it',
      note: endedNote ?? undefined,
    });
  return events;
}
