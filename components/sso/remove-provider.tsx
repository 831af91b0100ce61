'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Provider } from '#lib/access/sso/schema.ts';
import { request } from '#lib/client.ts';

/** Takes a provider out, after asking. */
export function RemoveProvider({ provider }: { provider: Provider }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);

  async function remove() {
    await request('DELETE /settings/single-sign-on/providers/{key}', { key: provider.key });
    showToast(`${provider.name} was removed.`, { tone: 'good' });
    router.push('/settings/single-sign-on');
    router.refresh();
  }

  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Remove
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${provider.name}?`}
        confirmLabel="Remove"
        danger
        onConfirm={remove}
      >
        <p>
          {provider.people === 0
            ? 'Nobody has signed in through it.'
            : `${provider.people === 1 ? 'One person' : `${provider.people} people`} can no longer sign in through it.`}{' '}
          Roles given by its groups stay until somebody removes them.
        </p>
      </ConfirmDialog>
    </>
  );
}
