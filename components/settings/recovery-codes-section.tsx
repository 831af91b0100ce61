'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { RecoveryCodes } from '#components/access/recovery-codes.tsx';
import { useHydrated } from '#components/access/use-hydrated.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { freshProof, request } from '#lib/client.ts';

/** How many are left, and how to make new ones. */
export function RecoveryCodesSection({ left }: { left: number }) {
  const router = useRouter();
  const hydrated = useHydrated();
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  async function renew() {
    const { recoveryCodes } = await request('POST /account/recovery-codes', {});
    setCodes(recoveryCodes);
    router.refresh();
  }

  return (
    <div className="flex flex-col items-start gap-3">
      {left <= 2 ? (
        <div className="w-full">
          <Callout tone="warning" title={left === 0 ? 'You have no recovery codes left' : left === 1 ? 'One is left' : `${left} are left`}>
            Create new ones before you need them.
          </Callout>
        </div>
      ) : (
        <p className="text-sm">{left} of 10 are left.</p>
      )}
      <Button
        disabled={!hydrated}
        onClick={async () => {
          if (await freshProof()) setAsking(true);
        }}
      >
        Create new codes
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Create new recovery codes?"
        confirmLabel="Create new codes"
        onConfirm={renew}
      >
        <p>Your current codes stop working.</p>
      </ConfirmDialog>
      {codes && <RecoveryCodes codes={codes} onEnd={() => setCodes(null)} />}
    </div>
  );
}
