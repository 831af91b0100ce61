'use client';

import { History, Radio } from 'lucide-react';
import { Suspense, useState } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { effectWords, signalSeverityLabels, signalSourceLabels } from '#lib/risks/signals/rules.ts';
import type { AssetSignals, Signal } from '#lib/risks/signals/schema.ts';

const RaiseDialog = lazily(() => import('./raise-dialog.tsx'));
const ClearDialog = lazily(() => import('./clear-dialog.tsx'));

/** What raises an asset's risks until it is cleared, what that does, and what did so before. */
export function SignalSection({ signals }: { signals: AssetSignals }) {
  const { assetId, open, cleared, threats, mayRaise } = signals;
  const [raising, setRaising] = useState(false);
  const [clearing, setClearing] = useState<Signal | null>(null);
  return (
    <DetailSection
      title="Signals"
      actions={
        mayRaise && (
          <Button size="sm" onClick={() => setRaising(true)}>
            Raise a signal…
          </Button>
        )
      }
    >
      {open.length === 0 ? (
        <p className="max-w-[72ch] text-muted text-sm">None is open: nothing holds the likelihood of this asset’s risks up.</p>
      ) : (
        <ul className="flex flex-col divide-y border-y">
          {open.map((signal) => (
            <li key={signal.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
              <Entry signal={signal} />
              {signal.mayClear && (
                <Button size="sm" onClick={() => setClearing(signal)}>
                  Clear…<span className="sr-only"> {signal.title}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {cleared.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="focus-ring w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
            <History className="mr-1.5 inline size-4 align-[-3px]" aria-hidden="true" />
            Cleared: {cleared.length}
          </summary>
          <ul className="mt-2 flex flex-col gap-3">
            {cleared.map((signal) => (
              <li key={signal.id}>
                <Entry signal={signal} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <Suspense fallback={null}>
        {raising && <RaiseDialog assetId={assetId} threats={threats} onClose={() => setRaising(false)} />}
        {clearing && <ClearDialog signal={clearing} onClose={() => setClearing(null)} />}
      </Suspense>
    </DetailSection>
  );
}

function Entry({ signal }: { signal: Signal }) {
  const { severity, threat, source, title, detail, raisedBy, raisedAt, clearedBy, clearedAt, clearedNote, risks } = signal;
  return (
    <div className="min-w-0 flex-1 basis-72 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <LevelShape state={severity} className={clearedAt ? 'opacity-50' : undefined} />
        <span className="min-w-0 break-words font-medium">{title}</span>
        <Badge>{signalSeverityLabels[severity]}</Badge>
        {source !== 'hand' && <Badge icon={<Radio aria-hidden="true" />}>{signalSourceLabels[source]}</Badge>}
      </p>
      {!clearedAt && (
        <p className="mt-0.5">
          {effectWords(severity, risks)} {threat && <span className="text-muted">About {threat.name} alone.</span>}
        </p>
      )}
      {detail && <p className="mt-0.5 max-w-[72ch] whitespace-pre-line break-words text-muted">{detail}</p>}
      <p className="mt-0.5 text-muted">
        Raised{raisedBy && ` by ${raisedBy.name}`}, <RelativeTime value={raisedAt} />
        {clearedAt && (
          <>
            {' · cleared'}
            {clearedBy && ` by ${clearedBy.name}`}, <RelativeTime value={clearedAt} />
          </>
        )}
      </p>
      {clearedNote && <p className="mt-0.5 max-w-[72ch] whitespace-pre-line break-words text-muted">{clearedNote}</p>}
    </div>
  );
}
