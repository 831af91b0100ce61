'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { passkeyNameFor } from '#lib/access/factors/rules.ts';
import type { Added } from '#lib/access/factors/schema.ts';
import { request } from '#lib/client.ts';
import { knowsPasskeys, makePasskey, PasskeyDeclined } from './passkey.ts';

/** Asks for a name, lets the browser make the passkey, and adds it. */
export function EnrolPasskey({ onEnd }: { onEnd: (added: Added | null) => void }) {
  const form = useId();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(
    knowsPasskeys() ? null : 'This browser does not support passkeys. Use another one.',
  );

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    if (busy) return;
    const name = String(new FormData(event.currentTarget).get('name') ?? '');
    setBusy(true);
    setFailure(null);
    try {
      const answer = await makePasskey(await request('POST /account/passkeys/options', {}));
      onEnd(await request('POST /account/passkeys', { name, answer }));
    } catch (error) {
      if (!(error instanceof PasskeyDeclined)) setFailure(error instanceof Error ? error.message : 'That did not work. Try again.');
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !busy) onEnd(null);
      }}
      title="Add a passkey"
      description="It is kept on this device, on a security key or by your password manager, and opens with your fingerprint, face or PIN."
      width="sm"
      footer={
        <>
          <Button onClick={() => onEnd(null)} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabled={!knowsPasskeys()}>
            Continue
          </Button>
        </>
      }
    >
      <form id={form} method="post" noValidate onSubmit={add} className="flex flex-col gap-3">
        {failure && <Callout tone="danger">{failure}</Callout>}
        <Field label="Name" name="name" hint="So that you can tell it from others.">
          {(control) => <Input {...control} autoComplete="off" maxLength={60} defaultValue={passkeyNameFor(navigator.userAgent)} />}
        </Field>
      </form>
    </Dialog>
  );
}
