'use client';

import { Archive, ArchiveRestore, Copy, Ellipsis, Pencil } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { RoleRow } from '#lib/access/roles/schema.ts';
import { RequestError, request } from '#lib/client.ts';

/** What an administrator may do with a role: copy it, and where it is a custom one, change and retire it. */
export function RoleActions({ role }: { role: RoleRow }) {
  const router = useRouter();
  const [retiring, setRetiring] = useState(false);
  const { key, version } = role;

  async function retire() {
    await request('POST /roles/{key}/retire', { key, version });
    showToast('Role retired. It can no longer be given.', { tone: 'good' });
    router.refresh();
  }
  async function restore() {
    try {
      await request('POST /roles/{key}/restore', { key, version });
      showToast('Role restored. It can be given again.', { tone: 'good' });
      router.refresh();
    } catch (error) {
      showToast('It could not be restored.', { tone: 'danger', detail: error instanceof RequestError ? error.message : 'Try again.' });
    }
  }

  const copyHref = `/roles/new?from=${encodeURIComponent(key)}`;
  if (role.builtIn)
    return (
      <LinkButton href={copyHref} variant="primary" icon={<Copy aria-hidden="true" />}>
        Copy to a new role
      </LinkButton>
    );
  const entries: MenuEntry[] = [
    { type: 'link', id: 'copy', label: 'Copy to a new role', icon: <Copy aria-hidden="true" />, href: copyHref },
    role.retiredAt
      ? { id: 'restore', label: 'Restore', icon: <ArchiveRestore aria-hidden="true" />, onSelect: restore }
      : { id: 'retire', label: 'Retire…', icon: <Archive aria-hidden="true" />, danger: true, onSelect: () => setRetiring(true) },
  ];
  return (
    <>
      <LinkButton href={`/roles/${key}/edit`} variant="primary" icon={<Pencil aria-hidden="true" />}>
        Edit
      </LinkButton>
      <Menu
        label={`More actions on ${role.name}`}
        align="end"
        entries={entries}
        trigger={(trigger) => (
          <Button {...trigger} aria-label="More actions" className="!px-2">
            <Ellipsis aria-hidden="true" />
          </Button>
        )}
      />
      <ConfirmDialog
        open={retiring}
        onOpenChange={setRetiring}
        title={`Retire ${role.name}?`}
        confirmLabel="Retire"
        danger
        onConfirm={retire}
      >
        It can no longer be given. {role.holders ? `The ${role.holders} who hold it keep it until it is removed. ` : ''}It can be restored
        at any time.
      </ConfirmDialog>
    </>
  );
}
