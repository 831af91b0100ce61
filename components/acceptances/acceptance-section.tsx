'use client';

import { History } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import type { Acceptance, RiskAcceptances } from '#lib/risks/acceptances/schema.ts';
import { AcceptanceActions } from './acceptance-actions.tsx';
import { DecidersPanel } from './deciders-panel.tsx';
import { StateBadge } from './state-badge.tsx';

const RequestDialog = lazily(() => import('./request-dialog.tsx'));

/** A risk's acceptance on its page: what holds, what waits and who decides, what was before, and asking for one. */
export function AcceptanceSection({ acceptances }: { acceptances: RiskAcceptances }) {
  const { riskId, granted, requested, past, deciders, mayRequest, hindrance } = acceptances;
  const [asking, setAsking] = useState(false);
  return (
    <DetailSection
      title="Acceptance"
      actions={
        mayRequest && (
          <Button size="sm" onClick={() => setAsking(true)}>
            {granted ? 'Ask for a renewal…' : 'Ask for acceptance…'}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {granted && <Granted acceptance={granted} />}
        {requested && (
          <Entry acceptance={requested} renewal={granted !== null}>
            <div className="mt-3 rounded-md bg-sunken px-3 py-2.5">
              <h3 className="mb-1.5 font-medium text-sm">Who decides</h3>
              <DecidersPanel deciders={deciders} />
            </div>
          </Entry>
        )}
        {!granted && !requested && (
          <p className="max-w-[72ch] text-muted text-sm">
            Not accepted. {hindrance ?? 'A risk that cannot be treated now may be borne until a day, if somebody else decides so.'}
          </p>
        )}
        {past.length > 0 && (
          <details className="text-sm">
            <summary className="focus-ring w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
              <History className="mr-1.5 inline size-4 align-[-3px]" aria-hidden="true" />
              Before: {past.length}
            </summary>
            <ul className="mt-3 flex flex-col gap-4">
              {past.map((each) => (
                <li key={each.id}>
                  <Entry acceptance={each} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {asking && (
        <Suspense fallback={null}>
          <RequestDialog riskId={riskId} renewal={granted !== null} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </DetailSection>
  );
}

function Granted({ acceptance }: { acceptance: Acceptance }) {
  return (
    <>
      {acceptance.exceeded && acceptance.riskSeverity && (
        <Callout tone="warning" title={`Covers ${acceptance.severity} only`}>
          The residual is <LevelMark state={acceptance.riskSeverity} /> by now: the risk is open in spite of its acceptance.
        </Callout>
      )}
      <Entry acceptance={acceptance} />
    </>
  );
}

/** One acceptance in a few lines: how it stands, until when, why, and what was decided. */
function Entry({ acceptance, renewal = false, children }: { acceptance: Acceptance; renewal?: boolean; children?: ReactNode }) {
  const { id, status, severity, until, reason, requester, requestedAt, decider, decidedAt, note, ender, endedAt, endedNote } = acceptance;
  return (
    <article className="text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <StateBadge state={status} />
        <p className="min-w-0">
          <Link href={`/acceptances/${id}`} className="focus-ring rounded-sm font-medium hover:underline hover:underline-offset-2">
            {renewal ? 'Renewal until ' : 'Until '}
            <DayTime value={until} />
          </Link>{' '}
          <span className="text-muted">
            · up to <LevelMark state={severity} />
          </span>
        </p>
        <span className="flex-1" />
        <span className="flex gap-2" data-print="hide">
          <AcceptanceActions acceptance={acceptance} size="sm" />
        </span>
      </div>
      <p className="mt-1.5 max-w-[72ch] whitespace-pre-line break-words">{reason}</p>
      <p className="mt-1 text-muted">
        Asked for by {requester.name}, <RelativeTime value={requestedAt} />
        {decider && decidedAt && (
          <>
            {' · '}
            {status === 'refused' ? 'refused' : 'accepted'} by {decider.name}, <RelativeTime value={decidedAt} />
          </>
        )}
        {endedAt && (
          <>
            {' · '}
            {ender ? `${status} by ${ender.name}` : 'ended'}, <RelativeTime value={endedAt} />
          </>
        )}
      </p>
      {note && <Note by={decider?.name}>{note}</Note>}
      {endedNote && <Note by={ender?.name}>{endedNote}</Note>}
      {children}
    </article>
  );
}

function Note({ by, children }: { by?: string; children: ReactNode }) {
  return (
    <p className="mt-1 max-w-[72ch] whitespace-pre-line break-words text-muted">
      {by && <span className="font-medium">{by}: </span>}
      {children}
    </p>
  );
}
