'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { passwordProblem } from '#lib/access/password-rules.ts';
import { request } from '#lib/client.ts';
import { entranceControl } from './entrance-control.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { useRefusal } from './use-refusal.ts';

/** Name and password of an invited person; then they are in. */
export function JoinForm({ token, person }: { token: string; person: { name: string; email: string } }) {
  const { form, busy, message, fields, refuse, attempt } = useRefusal();
  const [typed, setTyped] = useState({ name: person.name, password: '' });

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const problem = passwordProblem(typed.password, { name: typed.name, email: person.email });
    const wrong: Record<string, string> = {};
    if (!typed.name.trim()) wrong['name'] = 'Enter your name.';
    if (problem) wrong['password'] = typed.password ? problem : 'Choose a password.';
    if (refuse(wrong)) return;
    await attempt(async () => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      await request('POST /invitations/accept', { token, ...typed, timeZone });
      window.location.replace('/');
    }, 'leaves');
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {message && <Callout tone="danger">{message}</Callout>}
      <input type="hidden" autoComplete="username" value={person.email} readOnly />
      <Field label="Name" name="name" error={fields['name']}>
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
        error={fields['password']}
      />
      <Button type="submit" variant="primary" busy={busy} className="mt-1 h-10! w-full">
        Join
      </Button>
      <p className="text-center text-muted text-xs">You can add a passkey or a second factor afterwards, in your settings.</p>
    </form>
  );
}
