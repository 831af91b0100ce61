'use client';

import { type FormEvent, useEffect, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { inFours } from '#lib/access/factors/rules.ts';
import type { Added } from '#lib/access/factors/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { CodeInput } from './code-input.tsx';
import { QrCode } from './qr-code.tsx';

/** Shows the key, as a code to scan and as text, and takes the first code that the app shows. */
export function EnrolTotp({ onEnd }: { onEnd: (added: Added | null) => void }) {
  const form = useId();
  const [key, setKey] = useState<{ secret: string; address: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ message: string; atCode: boolean } | null>(null);

  useEffect(() => {
    let shown = true;
    request('POST /account/totp', {}).then(
      (given) => shown && setKey(given),
      (error: unknown) => shown && setFailure({ message: messageOf(error), atCode: false }),
    );
    return () => {
      shown = false;
    };
  }, []);

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    if (busy) return;
    const code = String(new FormData(event.currentTarget).get('code') ?? '');
    setBusy(true);
    setFailure(null);
    try {
      onEnd(await request('PUT /account/totp', { code }));
    } catch (error) {
      const atCode = error instanceof RequestError && error.details.fields?.code !== undefined;
      setFailure({ message: (error instanceof RequestError && error.details.fields?.code) || messageOf(error), atCode });
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
      title="Add an authenticator app"
      description="Any app that shows six-digit codes works, including most password managers."
      footer={
        <>
          <Button onClick={() => onEnd(null)} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabled={!key}>
            Add
          </Button>
        </>
      }
    >
      <form id={form} method="post" noValidate onSubmit={add} className="flex flex-col gap-4">
        {failure && !failure.atCode && <Callout tone="danger">{failure.message}</Callout>}
        <div className="flex flex-col gap-x-5 gap-y-3 sm:flex-row">
          {key ? (
            <QrCode text={key.address} label="The key as a QR code" />
          ) : (
            <div className="size-44 shrink-0 animate-pulse rounded-md bg-sunken" />
          )}
          <div className="min-w-0">
            <p>Scan this code with the app.</p>
            <p className="mt-3 text-muted">Or enter the key by hand:</p>
            {key && (
              <p className="mt-1 flex items-start gap-1">
                <code className="select-all break-words font-mono text-xs leading-5">{inFours(key.secret)}</code>
                <CopyButton text={key.secret} what="the key" />
              </p>
            )}
          </div>
        </div>
        <Field label="Code shown in the app" name="code" error={failure?.atCode ? failure.message : null}>
          {(control) => <CodeInput {...control} className="max-w-44" />}
        </Field>
      </form>
    </Dialog>
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'That did not work. Try again.');
