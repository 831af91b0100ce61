'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { showToast } from '#components/ui/toast.ts';
import { usualLifetime } from '#lib/access/tokens/rules.ts';
import type { Token } from '#lib/access/tokens/schema.ts';
import { RequestError } from '#lib/client.ts';
import { LifetimeSelect } from './lifetime-select.tsx';
import { MadeTokenNotice } from './made-token.tsx';
import { tokenCalls } from './token-calls.ts';

interface OneTokenProps {
  token: Token;
  serviceAccountId: string | null;
  onClose: () => void;
}

/** Asks, revokes, says so. */
export function RevokeDialog({ token, serviceAccountId, onClose }: OneTokenProps) {
  const router = useRouter();
  return (
    <ConfirmDialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={`Revoke “${token.name}”?`}
      confirmLabel="Revoke"
      danger
      onConfirm={async () => {
        await tokenCalls(serviceAccountId).revoke(token.id);
        showToast(`“${token.name}” was revoked.`, { tone: 'good' });
        router.refresh();
      }}
    >
      <p>Whatever uses it is refused from its next request. This cannot be undone.</p>
    </ConfirmDialog>
  );
}

/** Asks for how long, replaces the token, and shows the new one once. */
export function RotateDialog({ token, serviceAccountId, onClose }: OneTokenProps) {
  const router = useRouter();
  const [days, setDays] = useState<number>(usualLifetime);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const close = (next: boolean) => {
    if (!next && !busy) onClose();
  };

  async function rotate() {
    setBusy(true);
    setFailure(null);
    try {
      setMade((await tokenCalls(serviceAccountId).rotate(token.id, days)).token);
      router.refresh();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setFailure(error.message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={close}
      title={made ? `“${token.name}” was replaced` : `Replace “${token.name}”?`}
      footer={
        made ? (
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => close(false)} disabled={busy}>
              Cancel
            </Button>
            <Button variant="primary" busy={busy} onClick={rotate}>
              Replace
            </Button>
          </>
        )
      }
    >
      {made ? (
        <MadeTokenNotice token={made} />
      ) : (
        <div className="flex flex-col gap-4">
          {failure && <Callout tone="danger">{failure}</Callout>}
          <p className="text-muted">
            A new token of the same name and scopes takes its place. Whatever uses the old one is refused from the next request on.
          </p>
          <LifetimeSelect value={days} onChange={setDays} />
        </div>
      )}
    </Dialog>
  );
}
