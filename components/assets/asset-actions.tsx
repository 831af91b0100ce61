'use client';

import { Archive, ArchiveRestore, ArrowRightLeft, ClipboardCheck, Copy, Ellipsis, Pencil, ShieldQuestion } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Asset } from '#lib/assets/schema.ts';
import { RequestError, request } from '#lib/client.ts';

const MoveDialog = lazily(() => import('./move-dialog.tsx'));

export interface AssetActionsProps {
  asset: Asset;
  may: { duplicate: boolean; explain: boolean; review: boolean };
}

const reasonOf = (error: unknown) => (error instanceof RequestError ? error.message : 'Try again.');

/** What the viewer may do with the asset: one main action, the rest in a menu. What would be refused is not offered. */
export function AssetActions({ asset, may }: AssetActionsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'retire' | 'move' | null>(null);
  const [busy, setBusy] = useState(false);
  const { id } = asset;

  async function restore() {
    setBusy(true);
    try {
      await request('POST /assets/{id}/restore', { id });
      showToast('Restored. It can be edited again.', { tone: 'good' });
      router.refresh();
    } catch (error) {
      showToast('It could not be restored.', { tone: 'danger', detail: reasonOf(error) });
    } finally {
      setBusy(false);
    }
  }
  async function retire() {
    await request('POST /assets/{id}/retire', { id });
    showToast('Retired.', { tone: 'good', action: { label: 'Undo', run: restore } });
    router.refresh();
  }
  async function duplicate() {
    try {
      const copy = await request('POST /assets/{id}/duplicate', { id });
      showToast('Duplicated, without versions and lineage.', { tone: 'good' });
      router.push(`/assets/${copy.id}/edit`);
    } catch (error) {
      showToast('It could not be duplicated.', { tone: 'danger', detail: reasonOf(error) });
    }
  }

  const retired = asset.status === 'retired';
  const entries: MenuEntry[] = [];
  if (may.review && !retired)
    entries.push({
      type: 'link',
      id: 'review',
      label: 'Ask for a review…',
      icon: <ClipboardCheck aria-hidden="true" />,
      href: `/reviews/new?asset=${id}`,
    });
  if (may.duplicate) entries.push({ id: 'duplicate', label: 'Duplicate', icon: <Copy aria-hidden="true" />, onSelect: duplicate });
  if (asset.may.move)
    entries.push({
      id: 'move',
      label: 'Move to another team…',
      icon: <ArrowRightLeft aria-hidden="true" />,
      onSelect: () => setOpen('move'),
    });
  entries.push({
    type: 'link',
    id: 'explain',
    label: may.explain ? 'Who may do what?' : 'What may I do?',
    icon: <ShieldQuestion aria-hidden="true" />,
    href: may.explain ? `/access/holders?asset=${id}` : `/access?asset=${id}`,
  });
  if (asset.may.retire && !retired)
    entries.push(
      { type: 'separator', id: 'before-retire' },
      { id: 'retire', label: 'Retire…', icon: <Archive aria-hidden="true" />, danger: true, onSelect: () => setOpen('retire') },
    );
  return (
    <>
      {asset.may.edit && (
        <LinkButton href={`/assets/${id}/edit`} variant="primary" icon={<Pencil aria-hidden="true" />}>
          Edit
        </LinkButton>
      )}
      {retired && asset.may.retire && (
        <Button variant="primary" icon={<ArchiveRestore aria-hidden="true" />} busy={busy} onClick={restore}>
          Restore
        </Button>
      )}
      <Menu
        label={`More actions on ${asset.name}`}
        align="end"
        entries={entries}
        trigger={(trigger) => (
          <Button {...trigger} aria-label="More actions" className="!px-2">
            <Ellipsis aria-hidden="true" />
          </Button>
        )}
      />
      <ConfirmDialog
        open={open === 'retire'}
        onOpenChange={() => setOpen(null)}
        title={`Retire ${asset.name}?`}
        confirmLabel="Retire"
        danger
        onConfirm={retire}
      >
        It leaves the list and can no longer be edited. Nothing is deleted: its versions, lineage and history stay, and it can be restored
        at any time.
      </ConfirmDialog>
      {open === 'move' && (
        <Suspense fallback={null}>
          <MoveDialog asset={asset} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
