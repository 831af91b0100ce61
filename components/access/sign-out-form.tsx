'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { signOut } from './authentication.ts';

/** Signs out; at once where the person came from a page of ours, so that a link on another site cannot do it. */
export function SignOutForm({ atOnce }: { atOnce: boolean }) {
  const [busy, setBusy] = useState(atOnce);
  const [failure, setFailure] = useState<string | null>(null);
  const begun = useRef(false);

  async function leave() {
    setBusy(true);
    setFailure(null);
    try {
      await signOut();
      window.location.assign('/sign-in');
    } catch (error) {
      setBusy(false);
      setFailure(error instanceof Error ? error.message : 'You are still signed in. Try again.');
    }
  }

  useEffect(() => {
    if (!atOnce || begun.current) return;
    begun.current = true;
    leave();
  });

  return (
    <div className="flex flex-col gap-4">
      {failure && <Callout tone="danger">{failure}</Callout>}
      <Button variant="primary" busy={busy} onClick={leave} autoFocus className="h-10! w-full">
        Sign out
      </Button>
      <LinkButton href="/" variant="quiet" className="h-10! w-full">
        Stay signed in
      </LinkButton>
    </div>
  );
}
