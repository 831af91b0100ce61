'use client';

import { type FormEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { passwordProblem } from '#lib/access/password-rules.ts';
import { RequestError, request } from '#lib/client.ts';
import { entranceControl } from './entrance-control.ts';
import { NewPasswordField } from './new-password-field.tsx';

type Failure = { message: string | null; fields: Record<string, string> };

/** Name and password of an invited person; then they are in. */
export function JoinForm({ token, person }: { token: string; person: { name: string; email: string } }) {
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState({ name: person.name, password: '' });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const problem = passwordProblem(typed.password, { name: typed.name, email: person.email });
    const fields: Record<string, string> = {};
    if (!typed.name.trim()) fields['name'] = 'Enter your name.';
    if (problem) fields['password'] = typed.password ? problem : 'Choose a password.';
    if (Object.keys(fields).length > 0) return refuse({ message: null, fields });
    setBusy(true);
    setFailure(null);
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      await request('POST /invitations/accept', { token, ...typed, timeZone });
      window.location.replace('/');
    } catch (error) {
      setBusy(false);
      if (!(error instanceof RequestError)) throw error;
      const named = error.details.fields ?? {};
      refuse({ message: Object.keys(named).length > 0 ? null : error.message, fields: named });
    }
  }

  function refuse(next: Failure) {
    setFailure(next);
    const control = form.current?.elements.namedItem(Object.keys(next.fields)[0] ?? '');
    if (control instanceof HTMLInputElement) control.focus();
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure?.message && <Callout tone="danger">{failure.message}</Callout>}
      <input type="hidden" autoComplete="username" value={person.email} readOnly />
      <Field label="Name" name="name" error={failure?.fields['name']}>
        {(control) => (
          <Input
            {...control}
            autoComplete="name"
            autoFocus
            maxLength={100}
            value={typed.name}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
            className={entranceControl}
          />
        )}
      </Field>
      <NewPasswordField
        value={typed.password}
        onChange={(password) => setTyped({ ...typed, password })}
        person={{ name: typed.name, email: person.email }}
        error={failure?.fields['password']}
      />
      <Button type="submit" variant="primary" busy={busy} className="mt-1 h-10! w-full">
        Join
      </Button>
      <p className="text-center text-muted text-xs">You can add a passkey or a second factor afterwards, in your settings.</p>
    </form>
  );
}
