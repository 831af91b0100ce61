'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import { safeguardStateLabels } from '#lib/risks/safeguards/rules.ts';
import type { Safeguard } from '#lib/risks/safeguards/schema.ts';

/** Chooses the safeguard to follow instead of working on one's own. */
export function InheritDialog({ safeguard, onClose }: { safeguard: Safeguard; onClose: () => void }) {
  const router = useRouter();
  const [from, setFrom] = useState<string | null>(safeguard.sources[0]?.safeguardId ?? null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function inherit() {
    if (!from) return;
    setBusy(true);
    setFailure(null);
    try {
      await request('POST /safeguards/{id}/inherit', { id: safeguard.id, version: safeguard.version, from });
      showToast('It follows the other from now on.', { tone: 'good' });
      router.refresh();
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'Try again.');
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={() => !busy && onClose()}
      title="Follow another safeguard"
      description="Its state is then that of the other, at every moment. It ends when the other is not applicable any more, when the lineage between the assets ends, or when this asset goes to another team."
      width="sm"
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button variant="primary" busy={busy} disabled={!from} onClick={inherit}>
            Follow
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure && (
          <Callout tone="danger" title="Nothing was changed">
            {failure}
          </Callout>
        )}
        <RadioGroup
          name="from"
          legend="From"
          value={from}
          onChange={setFrom}
          options={safeguard.sources.map((source) => ({
            value: source.safeguardId,
            label: source.from === 'team' ? `Offered by ${source.name}` : source.name,
            hint: `${source.from === 'team' ? 'The team’s offer' : 'An asset that this one rests on'} · ${safeguardStateLabels[source.state].toLowerCase()}`,
          }))}
        />
      </div>
    </Dialog>
  );
}

export default InheritDialog;
