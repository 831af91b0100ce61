'use client';

import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Added } from '#lib/access/factors/schema.ts';
import { freshProof } from '#lib/client.ts';
import { EnrolPasskey } from './enrol-passkey.tsx';
import { EnrolTotp } from './enrol-totp.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { useHydrated } from './use-hydrated.ts';

/** For who must add a second factor before anything else: the choice, the recovery codes, and on to where they wanted to go. */
export function EnrolForm({ next }: { next: string }) {
  const hydrated = useHydrated();
  const [adding, setAdding] = useState<'passkey' | 'totp' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function begin(what: 'passkey' | 'totp') {
    setFailure(null);
    try {
      if (await freshProof()) setAdding(what);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'That could not be started. Try again.');
    }
  }

  function added(result: Added | null) {
    setAdding(null);
    if (!result) return;
    if (result.recoveryCodes) setCodes(result.recoveryCodes);
    else window.location.assign(next);
  }

  return (
    <div className="flex flex-col gap-3">
      {failure && <Callout tone="danger">{failure}</Callout>}
      <Button
        variant="primary"
        disabled={!hydrated}
        onClick={() => begin('passkey')}
        icon={<KeyRound aria-hidden="true" />}
        className="h-10! w-full"
      >
        Add a passkey
      </Button>
      <p className="-mt-1 mb-2 text-center text-muted text-xs">
        Your fingerprint, your face or a security key. The safest, and the quickest.
      </p>
      <Button disabled={!hydrated} onClick={() => begin('totp')} icon={<Smartphone aria-hidden="true" />} className="h-10! w-full">
        Add an authenticator app
      </Button>
      <p className="-mt-1 mb-2 text-center text-muted text-xs">Codes of six digits that an app on your phone shows.</p>
      <LinkButton href="/sign-out" variant="quiet" className="h-10! w-full">
        Sign out
      </LinkButton>
      {adding === 'passkey' && <EnrolPasskey onEnd={added} />}
      {adding === 'totp' && <EnrolTotp onEnd={added} />}
      {codes && <RecoveryCodes codes={codes} onEnd={() => window.location.assign(next)} />}
    </div>
  );
}
