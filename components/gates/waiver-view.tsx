import { DecidersPanel } from '#components/acceptances/deciders-panel.tsx';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Timeline, type TimelineEvent } from '#components/data/detail/timeline.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { stateLabels, type WaiverState } from '#lib/gates/waivers/rules.ts';
import type { Waiver } from '#lib/gates/waivers/schema.ts';
import { WaiverActions } from './waiver-actions.tsx';

const tones: Record<WaiverState, Tone> = {
  requested: 'accent',
  // Never green: what is waived is not met.
  granted: 'neutral',
  refused: 'danger',
  withdrawn: 'neutral',
  revoked: 'warning',
  ended: 'neutral',
};

/** One waiver: what is lifted and why, how it stands, who decides, and what came of it. */
export function WaiverView({ waiver }: { waiver: Waiver }) {
  const { status, stage, assetId, assetName, kind, teamName, until, hindrance, outdated } = waiver;
  const open = status === 'requested' || status === 'granted';
  return (
    <>
      <PageHeader
        title={`Waiver for ${assetName}`}
        crumbs={[
          { label: 'Gates', href: '/gates' },
          { label: 'Waivers', href: '/gates/waivers' },
        ]}
        aside={<Badge tone={tones[status]}>{stateLabels[status]}</Badge>}
        description={waiver.title}
        actions={<WaiverActions waiver={waiver} />}
      />
      <DetailBody
        side={
          <KeyValueList
            side
            items={[
              {
                label: 'Asset',
                value: (
                  <Link href={`/assets/${assetId}/gate`} className="focus-ring rounded-sm font-medium text-accent-ink hover:underline">
                    {assetName}
                  </Link>
                ),
              },
              { label: 'Kind', value: kindLabels[kind] },
              { label: 'Team', value: teamName },
              { label: 'Gate before', value: stageLabels[stage] },
              { label: status === 'requested' ? 'Asked for until' : 'Until', value: <DayTime value={until} /> },
            ]}
          />
        }
      >
        <div className="mb-6 flex flex-col gap-3 empty:hidden">
          {outdated && open && (
            <Callout tone="warning" title="The gate asks for something else by now">
              {status === 'granted'
                ? 'This waiver was decided for what the gate asked then: it lifts nothing any more.'
                : 'It was asked for what the gate asked then. It can be refused, and asked for anew.'}
            </Callout>
          )}
          {hindrance && <Callout title="Not yours to decide">{hindrance}</Callout>}
        </div>
        <DetailSection title="Why it may be waived">
          <p className="max-w-[72ch] whitespace-pre-line break-words text-sm">{waiver.reason}</p>
        </DetailSection>
        {status === 'requested' && (
          <DetailSection title="Who decides">
            <DecidersPanel deciders={waiver.deciders} />
          </DetailSection>
        )}
        <DetailSection title="What happened">
          <Timeline events={eventsOf(waiver)} />
        </DetailSection>
      </DetailBody>
    </>
  );
}

const endings: Partial<Record<WaiverState, string>> = { withdrawn: 'withdrew the request', revoked: 'revoked it', ended: 'ended it' };

/** The newest first. */
function eventsOf({ id, status, requester, requestedAt, decider, decidedAt, note, ender, endedAt, endedNote }: Waiver): TimelineEvent[] {
  const events: TimelineEvent[] = [{ id: `${id} requested`, at: requestedAt, actor: requester.name, what: 'asked for it' }];
  if (decider && decidedAt) {
    const what = status === 'refused' ? 'refused it' : 'waived it';
    events.unshift({ id: `${id} decided`, at: decidedAt, actor: decider.name, what, note: note ?? undefined });
  }
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
