'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { signInByPasskey } from './authentication.ts';
import { knowsPasskeys, PasskeyDeclined } from './passkey.ts';
import { useHydrated } from './use-hydrated.ts';

/** The way in without a password. Not there in a browser that knows no passkeys. */
export function PasskeyButton({ next, onFailure }: { next: string; onFailure: (message: string | null) => void }) {
  const hydrated = useHydrated();
  const [busy, setBusy] = useState(false);
  if (hydrated && !knowsPasskeys()) return null;

  async function enter() {
    setBusy(true);
    onFailure(null);
    try {
      await signInByPasskey();
      window.location.assign(next);
    } catch (error) {
      setBusy(false);
      if (!(error instanceof PasskeyDeclined)) onFailure(error instanceof Error ? error.message : 'That did not work. Try again.');
    }
  }

  return (
    <Button busy={busy} disabled={!hydrated} onClick={enter} icon={<KeyRound aria-hidden="true" />} className="h-10! w-full">
      Use a passkey instead
    </Button>
  );
}
