'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { passwordProblem } from '#lib/access/password-rules.ts';
import { request } from '#lib/client.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { useRefusal } from './use-refusal.ts';

export interface ResetFormProps {
  token: string;
  person: { name: string; email: string };
  onDone: () => void;
}

/** The new password, chosen by the link's holder. */
export function ResetForm({ token, person, onDone }: ResetFormProps) {
  const [password, setPassword] = useState('');
  const { form, busy, message, fields, refuse, attempt } = useRefusal();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const problem = passwordProblem(password, person);
    if (problem && refuse({ password: password ? problem : 'Choose a password.' })) return;
    await attempt(async () => {
      await request('POST /password-resets/complete', { token, password });
      onDone();
    });
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {message && <Callout tone="danger">{message}</Callout>}
      <input type="hidden" autoComplete="username" value={person.email} readOnly />
      <NewPasswordField value={password} onChange={setPassword} person={person} error={fields['password']} />
      <Button type="submit" variant="primary" busy={busy} className="mt-1 h-10! w-full">
        Change password
      </Button>
    </form>
  );
}
