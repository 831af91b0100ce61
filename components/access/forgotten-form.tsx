'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RequestError, request } from '#lib/client.ts';
import { entranceControl } from './entrance-control.ts';

/** The address of whoever forgot their password. What follows looks the same whoever it is. */
export function ForgottenForm({ onAsked }: { onAsked: () => void }) {
  const [email, setEmail] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ message?: string; field?: string } | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (!email.trim()) return setFailure({ field: 'Enter your email address.' });
    setBusy(true);
    setFailure(null);
    try {
      await request('POST /password-resets', { email: email.trim() });
      onAsked();
    } catch (error) {
      setBusy(false);
      if (!(error instanceof RequestError)) throw error;
      const field = error.details.fields?.['email'];
      setFailure(field ? { field } : { message: error.message });
    }
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure?.message && <Callout tone="danger">{failure.message}</Callout>}
      <Field label="Email address" name="email" error={failure?.field}>
        {(control) => (
          <Input
            {...control}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            className={entranceControl}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="mt-1 h-10! w-full">
        Send a link
      </Button>
    </form>
  );
}
