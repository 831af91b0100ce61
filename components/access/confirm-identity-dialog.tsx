'use client';

import { type FormEvent, useEffect, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { DialogPopup } from '#components/ui/dialog-popup.tsx';
import { Field } from '#components/ui/field.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { ConfirmationMethod } from '#lib/access/sessions/rules.ts';
import type { Confirmation } from '#lib/access/sessions/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { CodeInput } from './code-input.tsx';
import { PasskeyDeclined, provePasskey } from './passkey.ts';
import { PasswordInput } from './password-input.tsx';

const others: Record<ConfirmationMethod, string> = {
  passkey: 'Use a passkey',
  totp: 'Use a code from the app',
  password: 'Use your password',
  sso: 'Sign in again',
};

/** The question and its ways to answer it: the strongest that the person has first, the others a press away. */
export default function ConfirmIdentityDialog({ onEnd }: { onEnd: (given: boolean) => void }) {
  const form = useId();
  const [methods, setMethods] = useState<readonly ConfirmationMethod[]>([]);
  const [chosen, setChosen] = useState<ConfirmationMethod | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ message: string; field?: string } | null>(null);
  const method = chosen ?? methods[0] ?? null;

  useEffect(() => {
    request('GET /account/confirm', {}).then(
      (answer) => setMethods(answer.methods),
      (error: unknown) => setFailure({ message: error instanceof Error ? error.message : 'Gatehouse cannot be reached. Try again.' }),
    );
  }, []);

  async function prove(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // The dialog stands in the tree of whatever asked: its form must not be sent as well.
    event.stopPropagation();
    if (busy || !method || method === 'sso') return;
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await request('POST /account/confirm', { proof: await proofBy(method, given) });
      onEnd(true);
    } catch (error) {
      setBusy(false);
      if (error instanceof PasskeyDeclined) return;
      const fields = error instanceof RequestError ? Object.entries(error.details.fields ?? {}) : [];
      const [field, message] = fields[0] ?? [];
      setFailure({ message: message ?? (error instanceof Error ? error.message : 'That did not work. Try again.'), field });
    }
  }

  const error = failure?.field ? failure.message : null;
  // Opened with its field in place, so that the focus goes there.
  if (methods.length === 0 && !failure) return null;
  return (
    <DialogPopup
      open
      onOpenChange={(open) => {
        if (!open && !busy) onEnd(false);
      }}
      title="Confirm that it is you"
      description="This is a sensitive action. You will not be asked again for 15 minutes."
      width="sm"
      footer={
        <>
          <Button onClick={() => onEnd(false)} disabled={busy}>
            Cancel
          </Button>
          {method && method !== 'sso' && (
            <Button type="submit" form={form} variant="primary" busy={busy}>
              {method === 'passkey' ? 'Use a passkey' : 'Confirm'}
            </Button>
          )}
        </>
      }
    >
      <form id={form} method="post" noValidate onSubmit={prove} className="flex flex-col gap-3">
        {failure && !failure.field && <Callout tone="danger">{failure.message}</Callout>}
        {method === 'password' && (
          <Field label="Password" name="password" error={error}>
            {(control) => <PasswordInput {...control} autoComplete="current-password" autoFocus />}
          </Field>
        )}
        {method === 'totp' && (
          <Field label="Code from your authenticator app" name="code" error={error}>
            {(control) => <CodeInput {...control} autoFocus />}
          </Field>
        )}
        {method === 'passkey' && <p className="text-muted">Your browser asks for your fingerprint, your face or the PIN of this device.</p>}
        {method === 'sso' && (
          <>
            <p className="text-muted">You sign in at your organisation’s provider. Do that again, then repeat what you were about to do.</p>
            <LinkButton href={againHref()} className="self-start">
              Sign in again
            </LinkButton>
          </>
        )}
        {methods.length > 1 && (
          <p className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
            {methods
              .filter((each) => each !== method)
              .map((each) => (
                <button
                  key={each}
                  type="button"
                  onClick={() => {
                    setChosen(each);
                    setFailure(null);
                  }}
                  className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
                >
                  {others[each]}
                </button>
              ))}
          </p>
        )}
      </form>
    </DialogPopup>
  );
}

async function proofBy(method: Exclude<ConfirmationMethod, 'sso'>, given: FormData): Promise<Confirmation> {
  if (method === 'password') return { method, password: String(given.get('password') ?? '') };
  if (method === 'totp') return { method, code: String(given.get('code') ?? '') };
  return { method, answer: await provePasskey(await request('POST /account/confirm/passkey', {})) };
}

/** Through the sign-in page and back here; it offers the provider, and starts a new session in place of this one. */
const againHref = () => `/sign-in?again=1&next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
