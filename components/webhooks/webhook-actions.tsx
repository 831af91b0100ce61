'use client';

import { Ellipsis, KeyRound, Pencil, Power, Send, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Webhook } from '#lib/access/notices/webhooks/schema.ts';
import { request } from '#lib/client.ts';
import { EditWebhook } from './edit-webhook.tsx';
import { SecretNotice } from './secret-notice.tsx';

type Asking = 'edit' | 'rotate' | 'switch' | 'delete' | null;

/** What one does with a webhook: try it out, edit it, draw a new secret, switch it off or on, delete it. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const router = useRouter();
  const [asking, setAsking] = useState<Asking>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, name, enabled, version } = webhook;
  const dialog = (which: Asking) => ({ open: asking === which, onOpenChange: (open: boolean) => !open && setAsking(null) });

  async function test() {
    setBusy(true);
    try {
      await request('POST /webhooks/{id}/test', { id });
      showToast('A test is on its way.', { tone: 'good', detail: 'It appears below, with the answer.' });
      router.refresh();
      // By then it is told, unless the receiver takes its time.
      setTimeout(() => router.refresh(), 2_500);
    } catch (error) {
      showToast('The test could not be sent.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      {enabled && (
        <Button busy={busy} onClick={test} icon={<Send aria-hidden="true" />}>
          Send a test
        </Button>
      )}
      {!enabled && (
        <Button variant="primary" onClick={() => setAsking('switch')} icon={<Power aria-hidden="true" />}>
          Switch on
        </Button>
      )}
      <Menu
        label={`More to do with ${name}`}
        align="end"
        trigger={(props) => (
          <IconButton {...props} label={`More to do with ${name}`} size="md" variant="secondary">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
        entries={[
          { id: 'edit', label: 'Edit', icon: <Pencil />, onSelect: () => setAsking('edit') },
          { id: 'rotate', label: 'Draw a new secret', icon: <KeyRound />, onSelect: () => setAsking('rotate') },
          ...(enabled ? [{ id: 'off', label: 'Switch off', icon: <Power />, onSelect: () => setAsking('switch') }] : []),
          { id: 'delete', label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => setAsking('delete') },
        ]}
      />
      {asking === 'edit' && <EditWebhook webhook={webhook} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        {...dialog('switch')}
        title={enabled ? `Switch “${name}” off?` : `Switch “${name}” on?`}
        confirmLabel={enabled ? 'Switch off' : 'Switch on'}
        onConfirm={async () => {
          await request('PATCH /webhooks/{id}', { id, version, enabled: !enabled });
          router.refresh();
        }}
      >
        <p>
          {enabled
            ? 'Events that happen from now on are not told to it, not later either.'
            : 'It is told of events from now on. What waits or failed can be sent again.'}
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        {...dialog('rotate')}
        title={`Draw a new secret for “${name}”?`}
        confirmLabel="Draw a new secret"
        onConfirm={async () => {
          setSecret((await request('POST /webhooks/{id}/rotate', { id })).secret);
          router.refresh();
        }}
      >
        <p>Both secrets sign for 24 hours, so that the receiver can change over without missing anything.</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...dialog('delete')}
        title={`Delete “${name}”?`}
        confirmLabel="Delete"
        danger
        onConfirm={async () => {
          await request('DELETE /webhooks/{id}', { id });
          showToast(`“${name}” was deleted.`, { tone: 'good' });
          router.push('/settings/webhooks');
          router.refresh();
        }}
      >
        <p>What it was told, and how it answered, goes with it. The audit log keeps that it was there. This cannot be undone.</p>
      </ConfirmDialog>
      <Dialog
        open={secret !== null}
        onOpenChange={(open) => !open && setSecret(null)}
        title="The new secret"
        footer={
          <Button variant="primary" onClick={() => setSecret(null)}>
            Done
          </Button>
        }
      >
        {secret && <SecretNotice secret={secret} rotated />}
      </Dialog>
    </>
  );
}
