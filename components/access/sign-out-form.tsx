'use client';

import { useEffect, useRef, useState } from 'react';
import { countDrafts, forgetDrafts } from '#components/data/form/drafts.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { signOut } from './authentication.ts';
import { tellSignedOut } from './signed-out.ts';

/**
 * Signs out; at once where the person came from a page of ours, so that a link on another site cannot do it, and where this browser keeps nothing
 * that they wrote and did not send: it is forgotten with the session, so they are asked.
 */
export function SignOutForm({ atOnce, personId }: { atOnce: boolean; personId: string }) {
  const [busy, setBusy] = useState(atOnce);
  const [drafts, setDrafts] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const begun = useRef(false);

  async function leave() {
    setBusy(true);
    setFailure(null);
    try {
      await signOut();
      forgetDrafts(personId);
      tellSignedOut();
      window.location.assign('/sign-in');
    } catch (error) {
      setBusy(false);
      setFailure(error instanceof Error ? error.message : 'You are still signed in. Try again.');
    }
  }

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const kept = countDrafts(personId);
    setDrafts(kept);
    if (atOnce && kept === 0) leave();
    else setBusy(false);
  });

  return (
    <div className="flex flex-col gap-4">
      {failure && <Callout tone="danger">{failure}</Callout>}
      {drafts > 0 && (
        <Callout tone="warning" title={drafts === 1 ? 'A text of yours was not sent' : `${drafts} texts of yours were not sent`}>
          This browser keeps what you began to write in reviews. Signing out removes it from here.
        </Callout>
      )}
      <Button variant="primary" busy={busy} onClick={leave} autoFocus className="h-10! w-full">
        Sign out
      </Button>
      <LinkButton href="/" variant="quiet" className="h-10! w-full">
        Stay signed in
      </LinkButton>
    </div>
  );
}
