'use client';

import { Suspense, useEffect, useRef, useState } from 'react';
import { lazily } from '#components/ui/lazily.tsx';
import { onProofWanted } from '#lib/client.ts';

const ConfirmDialog = lazily(() => import('./confirm-identity-dialog.tsx'));

/**
 * Asks for a fresh proof of who is there, whenever an operation wants one, and lets the client go on. Stands once in the layout; its dialog is
 * loaded when first needed. Requests that want a proof at the same time share one question.
 */
export function ConfirmIdentity() {
  const [asking, setAsking] = useState(false);
  const pending = useRef<{ promise: Promise<boolean>; settle: (given: boolean) => void } | null>(null);

  useEffect(() => {
    const forget = onProofWanted(() => {
      if (!pending.current) {
        let settle: (given: boolean) => void = () => undefined;
        const promise = new Promise<boolean>((resolve) => {
          settle = resolve;
        });
        pending.current = { promise, settle };
        setAsking(true);
      }
      return pending.current.promise;
    });
    return () => {
      forget();
      pending.current?.settle(false);
      pending.current = null;
    };
  }, []);

  function end(given: boolean) {
    setAsking(false);
    pending.current?.settle(given);
    pending.current = null;
  }

  if (!asking) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog onEnd={end} />
    </Suspense>
  );
}
