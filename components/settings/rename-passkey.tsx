'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { request } from '#lib/client.ts';

export function RenamePasskey({ passkey, onEnd }: { passkey: { id: string; name: string }; onEnd: () => void }) {
  const router = useRouter();
  const form = useId();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await request('PATCH /account/passkeys/{id}', { id: passkey.id, name: String(new FormData(event.currentTarget).get('name') ?? '') });
      router.refresh();
      onEnd();
    } catch (error) {
      setFailure(error instanceof Error ? error.message.replace(/^name: /, '') : 'It could not be saved. Try again.');
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !busy) onEnd();
      }}
      title="Rename the passkey"
      width="sm"
      footer={
        <>
          <Button onClick={onEnd} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} method="post" noValidate onSubmit={save}>
        <Field label="Name" name="name" error={failure}>
          {(control) => <Input {...control} autoComplete="off" maxLength={60} defaultValue={passkey.name} />}
        </Field>
      </form>
    </Dialog>
  );
}
