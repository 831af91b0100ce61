'use client';

import { CheckCheck, ShieldCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useRef, useState } from 'react';
import { PostureStrip } from '#components/assets/posture-strip.tsx';
import { useRowKeys } from '#components/data/list/use-row-keys.ts';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { showToast } from '#components/ui/toast.ts';
import { stages } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { AssetRisk, AssetRisks as Risks } from '#lib/risks/register/page/schema.ts';
import { RiskTable, StageRisks } from './stage-risks.tsx';
import { WhyPopover } from './why-popover.tsx';
import { stageList, worstStages } from './why-words.ts';

const AssessDialog = lazily(() => import('./assess-dialog.tsx'));

export interface AssetRisksProps {
  asset: { id: string; name: string; status: 'active' | 'retired' };
  found: Risks;
}

/** An asset's risks by stage, each to be assessed on the spot; j and k move, a assesses, Enter opens. */
export function AssetRisks({ asset, found }: AssetRisksProps) {
  const [assessing, setAssessing] = useState<AssetRisk | null>(null);
  const container = useRef<HTMLDivElement>(null);
  const applying = found.risks.filter(({ applies }) => applies);
  const gone = found.risks.filter(({ applies }) => !applies);
  const focused = () => {
    const id = document.activeElement?.closest<HTMLElement>('tr[data-row]')?.dataset.row;
    return applying.find((risk) => risk.id === id);
  };
  useRowKeys(container, null);
  useShortcuts(
    found.may.assess
      ? [
          {
            keys: 'a',
            label: 'Assess the risk',
            group: 'Lists',
            when: () => focused() !== undefined,
            run: () => setAssessing(focused() ?? null),
          },
        ]
      : [],
  );
  const worst = worstStages(found.levels, found.level);
  return (
    <div ref={container} className="py-5">
      <h2 className="sr-only">Risks</h2>
      <div className="px-4 md:px-6">
        <PostureStrip levels={found.levels} stage={found.stage} hrefOf={(stage) => `#${stage}`} />
      </div>
      <div className="mt-3 mb-5 -ml-2 flex flex-wrap items-center gap-2 px-4 md:px-6">
        {applying.length > 0 && (
          <WhyPopover
            of={asset.name}
            risks={applying}
            withStage
            lead={worst.length > 0 ? `An asset is at the level of its worst stage, here ${stageList(worst)}.` : undefined}
          />
        )}
        <span className="flex-1" />
        {found.may.assess && (
          <ConfirmAll asset={asset} risks={applying.filter(({ assessedAt, likelihood }) => !assessedAt && likelihood > 0)} />
        )}
      </div>
      {applying.length === 0 ? (
        <EmptyState icon={<ShieldCheck />} title="No threat applies">
          {asset.status === 'retired'
            ? 'A retired asset has no open risks. What was stands below, with its history.'
            : 'No threat of the catalogue applies to this kind of asset at the stages it has reached. They appear by themselves as it moves on.'}
        </EmptyState>
      ) : (
        stages.map((stage, at) => {
          const here = applying.filter((risk) => risk.stage === stage);
          return (
            here.length > 0 && (
              <StageRisks
                key={stage}
                stage={stage}
                level={found.levels[at] ?? 'none'}
                risks={here}
                current={stage === found.stage}
                onAssess={found.may.assess ? setAssessing : undefined}
              />
            )
          );
        })
      )}
      {gone.length > 0 && (
        <details className="mt-2">
          <summary className="focus-ring mx-4 w-fit cursor-pointer rounded-sm text-muted text-sm hover:text-ink md:mx-6">
            No longer applies: {gone.length}
          </summary>
          <div className="@container mt-2">
            <RiskTable label="Risks that no longer apply" risks={gone} />
          </div>
        </details>
      )}
      {assessing && (
        <Suspense fallback={null}>
          <AssessDialog risk={toAssessed(assessing, found.matrix)} onClose={() => setAssessing(null)} />
        </Suspense>
      )}
    </div>
  );
}

const toAssessed = (risk: AssetRisk, matrix: readonly number[]) => ({
  id: risk.id,
  version: risk.version,
  threatName: risk.threatName,
  computed: { likelihood: risk.computedLikelihood, impact: risk.computedImpact },
  set: { likelihood: risk.setLikelihood, impact: risk.setImpact, reason: risk.setReason },
  matrix,
  assessed: risk.assessedAt !== null,
});

/** Confirms what is computed of all that nobody has assessed. */
function ConfirmAll({ asset, risks }: { asset: AssetRisksProps['asset']; risks: readonly AssetRisk[] }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  if (risks.length < 2) return null;
  async function confirm() {
    const change = { field: 'assess', likelihood: null, impact: null, reason: '' } as const;
    const report = await request('POST /risks/bulk', { ids: risks.slice(0, 1000).map(({ id }) => id), change });
    showToast(`${report.changed} ${report.changed === 1 ? 'risk' : 'risks'} assessed as computed.`, {
      tone: 'good',
      action: { label: 'Undo', run: () => undo(report.operationId) },
    });
    router.refresh();
  }
  async function undo(operationId: string) {
    try {
      const { changed } = await request('POST /risks/bulk/{operationId}/undo', { operationId });
      showToast(`Undone for ${changed}.`);
    } catch (error) {
      showToast('It could not be undone.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    }
    router.refresh();
  }
  return (
    <>
      <Button icon={<CheckCheck aria-hidden="true" />} onClick={() => setOpen(true)}>
        Confirm {risks.length} computed values…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Assess ${risks.length} risks as computed?`}
        confirmLabel="Assess as computed"
        onConfirm={confirm}
      >
        You say that likelihood and impact, as the threat and the facts of {asset.name} give them, are right for each. They count as
        assessed by you; whatever is wrong can still be set by hand.
      </ConfirmDialog>
    </>
  );
}
