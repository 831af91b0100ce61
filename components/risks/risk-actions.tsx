'use client';

import { CheckCheck, Ellipsis, Gauge, NotebookPen, Route } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Risk } from '#lib/risks/register/page/schema.ts';
import { previewOf } from './preview.ts';

const AssessDialog = lazily(() => import('./assess-dialog.tsx'));
const TreatDialog = lazily(() => import('./treat-dialog.tsx'));
const PlanDialog = lazily(() => import('./plan-dialog.tsx'));

const RequestDialog = lazily(() => import('#components/acceptances/request-dialog.tsx'));

export type RiskDialog = 'assess' | 'treat' | 'plan';

/** What the viewer may do with the risk: assessing first, the rest in a menu. What would be refused is not offered. */
export function RiskActions({ risk }: { risk: Risk }) {
  const router = useRouter();
  const [open, setOpen] = useState<RiskDialog | null>(null);
  if (!risk.may.assess || !risk.computed) return null;

  async function stillRight() {
    try {
      await request('POST /risks/{id}/reassess', { id: risk.id, version: risk.version });
      showToast('Confirmed. The assessment counts as made today.', { tone: 'good' });
    } catch (error) {
      showToast('It could not be confirmed.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    }
    router.refresh();
  }

  const entries: MenuEntry[] = [
    ...(risk.assessedAt
      ? [
          {
            id: 'still-right',
            label: 'Still right',
            hint: 'Confirm the last assessment',
            icon: <CheckCheck aria-hidden="true" />,
            onSelect: stillRight,
          },
        ]
      : []),
    { id: 'treat', label: 'Treat…', icon: <Route aria-hidden="true" />, onSelect: () => setOpen('treat') },
    { id: 'plan', label: 'Owner, due date and notes…', icon: <NotebookPen aria-hidden="true" />, onSelect: () => setOpen('plan') },
  ];
  return (
    <>
      <Button variant="primary" icon={<Gauge aria-hidden="true" />} onClick={() => setOpen('assess')}>
        {risk.assessedAt ? 'Assess again' : 'Assess'}
      </Button>
      <Menu
        label="More actions on this risk"
        align="end"
        entries={entries}
        trigger={(trigger) => (
          <Button {...trigger} aria-label="More actions" className="!px-2">
            <Ellipsis aria-hidden="true" />
          </Button>
        )}
      />
      <RiskDialogs risk={risk} open={open} onClose={() => setOpen(null)} />
    </>
  );
}

/** The dialogs of a risk, each loaded when it is first opened. Who chooses to accept is led on to ask for it. */
export function RiskDialogs({ risk, open, onClose }: { risk: Risk; open: RiskDialog | null; onClose: () => void }) {
  const [asking, setAsking] = useState(false);
  if ((!open && !asking) || !risk.computed) return null;
  return (
    <Suspense fallback={null}>
      {asking && <RequestDialog riskId={risk.id} renewal={risk.level === 'accepted'} onClose={() => setAsking(false)} />}
      {open === 'assess' && (
        <AssessDialog
          risk={{
            id: risk.id,
            version: risk.version,
            threatName: risk.threatName,
            computed: risk.computed,
            set: risk.set,
            matrix: risk.matrix,
            assessed: risk.assessedAt !== null,
            residual: (likelihood, impact) => {
              const score = previewOf(risk, likelihood, impact);
              return score && { likelihood: score.residualLikelihood, impact: score.residualImpact, severity: score.residualSeverity };
            },
          }}
          onClose={onClose}
        />
      )}
      {open === 'treat' && <TreatDialog risk={risk} onClose={onClose} onAccept={risk.assessedAt ? () => setAsking(true) : undefined} />}
      {open === 'plan' && <PlanDialog risk={risk} onClose={onClose} />}
    </Suspense>
  );
}
