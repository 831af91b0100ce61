'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { HandedLink as Handed } from '#lib/access/links/schema.ts';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { request } from '#lib/client.ts';
import { HandedLink } from './handed-link.tsx';

type Act = 'reset' | 'renew' | 'reactivate';

const acts: Record<Act, { title: (name: string) => string; body: string; verb: string; run: (id: string) => Promise<Handed | null> }> = {
  reset: {
    title: (name) => `Reset the password of ${name}?`,
    body: 'They get a link to choose a new password. The old one works until then; afterwards they are signed out everywhere else.',
    verb: 'Create link',
    run: (id) => request('POST /people/{id}/password-reset', { id }),
  },
  renew: {
    title: (name) => `Renew the invitation of ${name}?`,
    body: 'They get a new link that expires after 24 hours. The old one stops working.',
    verb: 'Renew',
    run: (id) => request('POST /people/{id}/invitation/renew', { id }),
  },
  reactivate: {
    title: (name) => `Reactivate ${name}?`,
    body: 'They can sign in again with the roles they had. Revoked tokens stay revoked.',
    verb: 'Reactivate',
    run: async (id) => (await request('POST /people/{id}/reactivate', { id })).handed,
  },
};

export interface LinkDialogProps {
  person: PersonDetail;
  act: Act;
  onClose: () => void;
}

/** Asks, does, and where a link comes of it, shows it this once. */
export default function LinkDialog({ person, act, onClose }: LinkDialogProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [handed, setHanded] = useState<Handed | null>(null);
  const { title, body, verb, run } = acts[act];

  async function go() {
    setBusy(true);
    setFailure(null);
    try {
      const made = await run(person.id);
      router.refresh();
      if (made) return setHanded(made);
      showToast(`${person.name} is active again.`, { tone: 'good' });
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'That did not work. Try again.');
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={() => !busy && onClose()}
      title={handed ? 'One-time link' : title(person.name)}
      footer={
        handed ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose} disabled={busy}>
              Cancel
            </Button>
            <Button variant="primary" busy={busy} onClick={go}>
              {verb}
            </Button>
          </>
        )
      }
    >
      {handed ? (
        <HandedLink handed={handed} name={person.name} />
      ) : (
        <div className="flex flex-col gap-3 text-muted">
          {body}
          {failure && <Callout tone="danger">{failure}</Callout>}
        </div>
      )}
    </Dialog>
  );
}
