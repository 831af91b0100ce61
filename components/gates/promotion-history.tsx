'use client';

import { CircleCheck, CircleX, CornerUpLeft } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Digest } from '#components/ui/digest.tsx';
import { MomentTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { stageLabels } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { Promotion, PromotionPage } from '#lib/gates/promotion/schema.ts';
import { VerdictView } from './verdict-view.tsx';

/** Each time it was to go to another stage, the newest first, with the verdict of that moment. */
export function PromotionHistory({ assetId, first }: { assetId: string; first: PromotionPage }) {
  const [more, setMore] = useState<PromotionPage | null>(null);
  const [busy, setBusy] = useState(false);
  const rows = [...first.rows, ...(more?.rows ?? [])];
  const next = more ? more.next : first.next;
  if (rows.length === 0) return <p className="text-muted text-sm">It was registered at this stage: nobody has promoted it yet.</p>;
  async function load() {
    if (!next) return;
    setBusy(true);
    try {
      const page = await request('GET /assets/{id}/promotions', { id: assetId, after: next });
      setMore((before) => ({ rows: [...(before?.rows ?? []), ...page.rows], next: page.next }));
    } catch (error) {
      showToast(error instanceof Error ? error.message : 'Older ones could not be loaded.', { tone: 'danger' });
    }
    setBusy(false);
  }
  return (
    <>
      <ul className="flex flex-col divide-y">
        {rows.map((promotion) => (
          <Entry key={promotion.id} promotion={promotion} />
        ))}
      </ul>
      {next && (
        <Button size="sm" variant="quiet" busy={busy} onClick={load}>
          Show older
        </Button>
      )}
    </>
  );
}

const didWords = {
  promote: { passed: 'promoted it to', failed: 'tried to promote it to' },
  skip: { passed: 'skipped ahead to', failed: 'tried to skip ahead to' },
  back: { passed: 'sent it back to', failed: 'tried to send it back to' },
};

function Entry({ promotion }: { promotion: Promotion }) {
  const { act, passed, from, to, at, actorName, reason, verdict } = promotion;
  const Icon = act === 'back' ? CornerUpLeft : passed ? CircleCheck : CircleX;
  const words = didWords[act][passed ? 'passed' : 'failed'];
  return (
    <li className="flex gap-2.5 py-2.5 text-sm">
      <Icon
        className={`mt-0.5 size-4 shrink-0 ${act === 'back' ? 'text-muted' : passed ? 'text-low-ink' : 'text-critical-ink'}`}
        aria-hidden="true"
      />
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <span className="font-medium">{actorName ?? 'Somebody'}</span> {words} <span className="font-medium">{stageLabels[to]}</span>
          <span className="text-muted"> from {stageLabels[from]}</span>
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
          <MomentTime value={at} />
          {verdict.version && <span>Version {verdict.version.label}</span>}
          {verdict.version?.rootDigest && <Digest value={verdict.version.rootDigest} />}
        </p>
        {reason && <p className="mt-1 whitespace-pre-line break-words text-muted">{reason}</p>}
        {verdict.gates.length > 0 && (
          <details className="mt-1" open={!passed}>
            <summary className="focus-ring w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
              {passed ? 'What the gate said' : 'What held it back'}
            </summary>
            {verdict.gates.map((gate) => (
              <div key={gate.stage} className="mt-1">
                {verdict.gates.length > 1 && <p className="font-medium">{stageLabels[gate.stage]}</p>}
                <p className="text-muted text-xs">{gate.policyNumber === null ? 'No policy' : `By policy number ${gate.policyNumber}`}</p>
                <VerdictView verdict={gate} past />
              </div>
            ))}
          </details>
        )}
      </div>
    </li>
  );
}
