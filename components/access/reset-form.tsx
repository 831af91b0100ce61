'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { passwordProblem } from '#lib/access/password-rules.ts';
import { RequestError, request } from '#lib/client.ts';
import { NewPasswordField } from './new-password-field.tsx';

export interface ResetFormProps {
  token: string;
  person: { name: string; email: string };
  onDone: () => void;
}

/** The new password, chosen by the link's holder. */
export function ResetForm({ token, person, onDone }: ResetFormProps) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ message?: string; field?: string } | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const problem = passwordProblem(password, person);
    if (problem) return setFailure({ field: password ? problem : 'Choose a password.' });
    setBusy(true);
    setFailure(null);
    try {
      await request('POST /password-resets/complete', { token, password });
      onDone();
    } catch (error) {
      setBusy(false);
      if (!(error instanceof RequestError)) throw error;
      const field = error.details.fields?.['password'];
      setFailure(field ? { field } : { message: error.message });
    }
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure?.message && <Callout tone="danger">{failure.message}</Callout>}
      <input type="hidden" autoComplete="username" value={person.email} readOnly />
      <NewPasswordField value={password} onChange={setPassword} person={person} error={failure?.field} />
      <Button type="submit" variant="primary" busy={busy} className="mt-1 h-10! w-full">
        Change password
      </Button>
    </form>
  );
}
