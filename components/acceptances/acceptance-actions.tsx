'use client';

import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request as call } from '#lib/client.ts';
import type { Acceptance } from '#lib/risks/acceptances/schema.ts';
import type { DecisionAct } from './decision-dialogs.tsx';

const DecisionDialog = lazily(() => import('./decision-dialogs.tsx'));

/** What the viewer may do with an acceptance as it stands. */
export function AcceptanceActions({ acceptance, size = 'md' }: { acceptance: Acceptance; size?: 'sm' | 'md' }) {
  const router = useRouter();
  const [act, setAct] = useState<DecisionAct | null>(null);
  const { may, id, threatName, requester } = acceptance;
  const close = () => setAct(null);
  return (
    <>
      {may.decide && (
        <>
          <Button size={size} onClick={() => setAct('refuse')}>
            Refuse…
          </Button>
          <Button size={size} variant="primary" onClick={() => setAct('grant')}>
            Accept…
          </Button>
        </>
      )}
      {may.withdraw && (
        <Button size={size} onClick={() => setAct('withdraw')}>
          Withdraw
        </Button>
      )}
      {may.revoke && (
        <Button size={size} onClick={() => setAct('revoke')}>
          Revoke…
        </Button>
      )}
      {act && act !== 'withdraw' && (
        <Suspense fallback={null}>
          <DecisionDialog acceptance={{ ...acceptance, requesterName: requester.name }} act={act} onClose={close} />
        </Suspense>
      )}
      <ConfirmDialog
        open={act === 'withdraw'}
        onOpenChange={close}
        title={`Withdraw your request to accept ${threatName}?`}
        confirmLabel="Withdraw"
        onConfirm={async () => {
          await call('POST /acceptances/{id}/withdraw', { id });
          showToast('Withdrawn.', { tone: 'good' });
          router.refresh();
        }}
      >
        The risk stays open. You can ask again at any time.
      </ConfirmDialog>
    </>
  );
}
