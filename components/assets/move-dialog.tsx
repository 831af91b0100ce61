'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Asset } from '#lib/assets/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { TeamSelect } from './team-select.tsx';

export interface MoveDialogProps {
  asset: Asset;
  onClose: () => void;
}

/** Gives an asset, with its versions and lineage, to another team. */
export function MoveDialog({ asset, onClose }: MoveDialogProps) {
  const router = useRouter();
  const [teamId, setTeamId] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function move() {
    setBusy(true);
    setFailure(null);
    try {
      const moved = await request('POST /assets/{id}/move', { id: asset.id, version: asset.version, teamId });
      showToast(`Moved to ${moved.team.name}.`, { tone: 'good' });
      router.refresh();
      onClose();
    } catch (error) {
      setFailure(
        error instanceof RequestError
          ? error.details.fields?.['key']
            ? `Its key ${error.details.fields['key']}.`
            : error.message
          : 'Try again.',
      );
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={() => !busy && onClose()}
      title={`Move ${asset.name}`}
      description={`It is in ${asset.team.name} now. Its versions and lineage move with it; who is not in the new team loses sight of it.`}
      width="sm"
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button variant="primary" busy={busy} disabled={!teamId} onClick={move}>
            Move
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure && (
          <Callout tone="danger" title="Nothing was moved">
            {failure}
          </Callout>
        )}
        <TeamSelect value={teamId} onChange={setTeamId} without={asset.team.id} />
      </div>
    </Dialog>
  );
}

export default MoveDialog;
