'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { Suspense, useState } from 'react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Select } from '#components/ui/select.tsx';
import { stageLabels } from '#lib/assets/rules.ts';
import type { AssetGate, PromotionPage } from '#lib/gates/promotion/schema.ts';
import { stagesThatWay } from '#lib/gates/rules.ts';
import type { Judged } from '#lib/gates/verdict/rules.ts';
import { PromotionHistory } from './promotion-history.tsx';
import { VerdictBadge, VerdictView } from './verdict-view.tsx';

const PromoteDialog = lazily(() => import('./promote-dialog.tsx'));
const WayDialog = lazily(() => import('./way-dialog.tsx'));
const RequestWaiverDialog = lazily(() => import('./request-waiver-dialog.tsx'));

export interface AssetGateViewProps {
  asset: { id: string; name: string };
  gate: AssetGate;
  history: PromotionPage;
}

type Open = 'promote' | 'skip' | 'back' | { waive: Judged };

/** The asset's next gate: what it has, what is missing and where that is mended, and how it came to where it stands. */
export function AssetGateView({ asset, gate, history }: AssetGateViewProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const { next, verdict, may } = gate;
  const waiting = (key: string) => gate.requested.find(({ requirement }) => requirement === key);
  return (
    <DetailBody side={may.promote && <Ways gate={gate} onOpen={setOpen} />}>
      {next && verdict ? (
        <DetailSection
          title={`Gate before ${stageLabels[next]}`}
          actions={
            may.promote && (
              <Button variant="primary" onClick={() => setOpen('promote')}>
                Promote…
              </Button>
            )
          }
        >
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <VerdictBadge verdict={verdict} />
            <VersionChoice asset={asset} gate={gate} />
          </div>
          <VerdictView
            verdict={verdict}
            actionOf={(judged) => {
              if (judged.met) return null;
              const request = waiting(judged.key);
              if (request)
                return (
                  <LinkButton size="sm" variant="quiet" href={`/gates/waivers/${request.id}`}>
                    Waiver asked for
                  </LinkButton>
                );
              return (
                may.request && (
                  <Button size="sm" variant="quiet" onClick={() => setOpen({ waive: judged })}>
                    {judged.waiver ? 'Ask for a renewal…' : 'Ask for a waiver…'}
                  </Button>
                )
              );
            }}
          />
        </DetailSection>
      ) : (
        <Callout title={`It stands at ${stageLabels[gate.stage]}, the last stage`}>No gate lies ahead of it.</Callout>
      )}
      <DetailSection title="How it came here">
        <PromotionHistory assetId={asset.id} first={history} />
      </DetailSection>
      <Suspense fallback={null}>
        {open === 'promote' && <PromoteDialog asset={asset} gate={gate} onClose={close} />}
        {(open === 'skip' || open === 'back') && <WayDialog asset={asset} gate={gate} way={open} onClose={close} />}
        {open && typeof open === 'object' && next && (
          <RequestWaiverDialog asset={asset} stage={next} requirement={open.waive} onClose={close} />
        )}
      </Suspense>
    </DetailBody>
  );
}

function Ways({ gate, onOpen }: { gate: AssetGate; onOpen: (way: 'skip' | 'back') => void }) {
  return (
    <div className="flex flex-col items-start gap-2 text-sm" data-print="hide">
      <h2 className="font-semibold text-base">Out of the ordinary</h2>
      <p className="text-muted">Going past stages, and going back, are acts of their own. Each takes a reason, which is kept for ever.</p>
      <div className="flex flex-wrap gap-2">
        {stagesThatWay(gate.stage, 'skip').length > 0 && <Button onClick={() => onOpen('skip')}>Skip stages…</Button>}
        {stagesThatWay(gate.stage, 'back').length > 0 && <Button onClick={() => onOpen('back')}>Send back…</Button>}
      </div>
    </div>
  );
}

/** Approvals and digests are those of one version: the newest, unless another is chosen. */
function VersionChoice({ asset, gate }: Pick<AssetGateViewProps, 'asset' | 'gate'>) {
  const router = useRouter();
  const chosen = useSearchParams().get('version');
  if (!gate.version) return <span className="text-muted">No version is registered</span>;
  if (gate.versions.length < 2) return <span className="text-muted">Version {gate.version.label}</span>;
  return (
    <span className="flex items-center gap-2 text-muted">
      Version
      <span className="w-48">
        <Select
          aria-label="Version that is judged"
          options={gate.versions.map(({ id, label }) => ({ value: id, label }))}
          value={chosen ?? gate.version.id}
          onChange={(event) => router.replace(`/assets/${asset.id}/gate?version=${event.target.value}`, { scroll: false })}
        />
      </span>
    </span>
  );
}
