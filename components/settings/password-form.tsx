'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { PasswordInput } from '#components/access/password-input.tsx';
import { useHydrated } from '#components/access/use-hydrated.ts';
import { useRefusal } from '#components/access/use-refusal.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { showToast } from '#components/ui/toast.ts';
import { passwordProblem, shortestBesideFactor, shortestPassword } from '#lib/access/password-rules.ts';
import { request } from '#lib/client.ts';

/** Current password, new password. Every other browser is signed out by it. Beside a second factor a shorter one will do. */
export function PasswordForm({ person, besideFactor }: { person: { name: string; email: string }; besideFactor: boolean }) {
  const least = besideFactor ? shortestBesideFactor : shortestPassword;
  const router = useRouter();
  const hydrated = useHydrated();
  const { form, busy, message, fields, refuse, attempt } = useRefusal();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const currentPassword = String(given.get('currentPassword') ?? '');
    const newPassword = String(given.get('newPassword') ?? '');
    const wrong: Record<string, string> = {};
    if (!currentPassword) wrong.currentPassword = 'Enter your current password.';
    const problem = newPassword ? passwordProblem(newPassword, person, least) : 'Choose a new password.';
    if (problem) wrong.newPassword = problem;
    if (refuse(wrong)) return;
    await attempt(async () => {
      await request('POST /account/password', { currentPassword, newPassword });
      form.current?.reset();
      showToast('Your password was changed.', { tone: 'good', detail: 'All your other sessions have ended.' });
      router.refresh();
    });
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {message && <Callout tone="danger">{message}</Callout>}
      <input type="text" autoComplete="username" value={person.email} readOnly hidden />
      <Field label="Current password" name="currentPassword" error={fields.currentPassword}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" />}
      </Field>
      <Field
        label="New password"
        name="newPassword"
        error={fields.newPassword}
        hint={fields.newPassword ? undefined : `At least ${least} characters. A few words in a row work well.`}
      >
        {(control) => <PasswordInput {...control} autoComplete="new-password" />}
      </Field>
      <Button type="submit" busy={busy} disabled={!hydrated} className="self-start">
        Change password
      </Button>
    </form>
  );
}
