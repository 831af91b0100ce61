'use client';

import { Archive, ArchiveRestore, Boxes, Ellipsis, Pencil, ShieldQuestion } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { TeamDetail } from '#lib/access/teams/schema.ts';
import { RequestError, request } from '#lib/client.ts';

const RenameDialog = lazily(() => import('./rename-dialog.tsx'));
const ArchiveDialog = lazily(() => import('./archive-dialog.tsx'));

/** What the viewer may do with the team itself; its members are managed in their list. */
export function TeamActions({ team }: { team: TeamDetail }) {
  const router = useRouter();
  const [open, setOpen] = useState<'rename' | 'archive' | null>(null);

  async function unarchive() {
    try {
      await request('POST /teams/{id}/unarchive', { id: team.id, version: team.version });
      showToast('Team restored. Its members hold their roles again.', { tone: 'good' });
      router.refresh();
    } catch (error) {
      showToast('The team could not be restored.', {
        tone: 'danger',
        detail: error instanceof RequestError ? error.message : 'Try again.',
      });
    }
  }

  const entries: MenuEntry[] = [];
  if (team.assets !== null)
    entries.push({
      type: 'link',
      id: 'assets',
      label: 'View assets',
      icon: <Boxes aria-hidden="true" />,
      href: `/assets?team=${encodeURIComponent(team.key)}`,
    });
  if (team.may.explain)
    entries.push({
      type: 'link',
      id: 'explain',
      label: 'Who may do what?',
      icon: <ShieldQuestion aria-hidden="true" />,
      href: `/access/holders?team=${team.id}`,
    });
  if (team.may.manage) {
    entries.push({ id: 'rename', label: 'Rename…', icon: <Pencil aria-hidden="true" />, onSelect: () => setOpen('rename') });
    entries.push(
      team.archivedAt
        ? { id: 'unarchive', label: 'Restore', icon: <ArchiveRestore aria-hidden="true" />, onSelect: unarchive }
        : { id: 'archive', label: 'Archive…', icon: <Archive aria-hidden="true" />, danger: true, onSelect: () => setOpen('archive') },
    );
  }
  if (entries.length === 0) return null;
  return (
    <>
      <Menu
        label={`More actions on ${team.name}`}
        align="end"
        entries={entries}
        trigger={(trigger) => (
          <Button {...trigger} aria-label="More actions" className="!px-2">
            <Ellipsis aria-hidden="true" />
          </Button>
        )}
      />
      <Suspense fallback={null}>
        {open === 'rename' && <RenameDialog team={team} onClose={() => setOpen(null)} />}
        {open === 'archive' && <ArchiveDialog team={team} onClose={() => setOpen(null)} />}
      </Suspense>
    </>
  );
}
