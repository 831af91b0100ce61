'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { TeamSelect } from '#components/assets/team-select.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { TeamDetail } from '#lib/access/teams/schema.ts';
import { RequestError, request } from '#lib/client.ts';

/** Archives a team: an empty one at once, another with all its assets given to a team of one's choice. */
export function ArchiveDialog({ team, onClose }: { team: TeamDetail; onClose: () => void }) {
  const router = useRouter();
  const [moveTo, setMoveTo] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const assets = team.assets ?? 0;

  async function archive() {
    setBusy(true);
    setFailure(null);
    try {
      const { moved } = await request('POST /teams/{id}/archive', { id: team.id, version: team.version, moveTo: moveTo || undefined });
      showToast('Archived.', { tone: 'good', detail: moved > 0 ? `${moved.toLocaleString('en-GB')} assets were moved.` : undefined });
      router.refresh();
      onClose();
    } catch (error) {
      setFailure(error instanceof RequestError ? error.message : 'Try again.');
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={() => !busy && onClose()}
      title={`Archive ${team.name}?`}
      width="sm"
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button variant="danger" busy={busy} disabled={assets > 0 && moveTo === ''} onClick={archive}>
            {assets > 0 ? 'Move and archive' : 'Archive'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && (
          <Callout tone="danger" title="Nothing was changed">
            {failure}
          </Callout>
        )}
        <p className="text-muted">
          Its {team.members} {team.members === 1 ? 'member loses' : 'members lose'} the permissions it gives them, and waiting requests are
          refused. Retired assets and history are kept for those who see every team. You can restore the team at any time.
        </p>
        {assets > 0 && (
          <>
            <p>
              It has {assets.toLocaleString('en-GB')} active {assets === 1 ? 'asset' : 'assets'}, which must go to another team first, with
              versions and lineage.
            </p>
            <TeamSelect value={moveTo} onChange={setMoveTo} without={team.id} />
          </>
        )}
      </div>
    </Dialog>
  );
}

export default ArchiveDialog;
