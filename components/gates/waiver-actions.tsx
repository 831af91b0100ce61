'use client';

import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Waiver } from '#lib/gates/waivers/schema.ts';

const load = () => import('./waiver-dialogs.tsx');
const GrantDialog = lazily(async () => ({ default: (await load()).GrantDialog }));
const NoteDialog = lazily(async () => ({ default: (await load()).NoteDialog }));

/** What the viewer may do with a waiver as it stands. */
export function WaiverActions({ waiver }: { waiver: Waiver }) {
  const router = useRouter();
  const [act, setAct] = useState<'grant' | 'refuse' | 'revoke' | 'withdraw' | null>(null);
  const close = () => setAct(null);
  const { may, id, title } = waiver;
  return (
    <>
      {may.decide && (
        <>
          <Button onClick={() => setAct('refuse')}>Refuse…</Button>
          <Button variant="primary" disabled={waiver.outdated} onClick={() => setAct('grant')}>
            Waive…
          </Button>
        </>
      )}
      {may.withdraw && <Button onClick={() => setAct('withdraw')}>Withdraw</Button>}
      {may.revoke && <Button onClick={() => setAct('revoke')}>Revoke…</Button>}
      <Suspense fallback={null}>
        {act === 'grant' && <GrantDialog waiver={waiver} onClose={close} />}
        {(act === 'refuse' || act === 'revoke') && <NoteDialog waiver={waiver} act={act} onClose={close} />}
      </Suspense>
      <ConfirmDialog
        open={act === 'withdraw'}
        onOpenChange={close}
        title={`Withdraw your request to waive “${title}”?`}
        confirmLabel="Withdraw"
        onConfirm={async () => {
          await request('POST /waivers/{id}/withdraw', { id });
          showToast('Withdrawn.', { tone: 'good' });
          router.refresh();
        }}
      >
        The requirement holds. You can ask again at any time.
      </ConfirmDialog>
    </>
  );
}
