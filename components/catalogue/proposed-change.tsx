'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { CatalogueChange, ChangePreview } from '#lib/risks/catalogue/changes/schema.ts';
import { DifferenceView } from './difference-view.tsx';
import { ImpactView } from './impact-view.tsx';

export interface ProposedChangeProps {
  change: CatalogueChange;
  preview: ChangePreview;
  /** "Apply version 2". */
  action: string;
  done: string;
  /** Beside the main button: a way back. */
  onCancel?: () => void;
}

/** A change of many entries at once: what differs, how many assets would move, and the button that does it. */
export function ProposedChange({ change, preview, action, done, onCancel }: ProposedChangeProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function apply() {
    setBusy(true);
    setFailure(null);
    try {
      await request('POST /catalogue/changes', { change, seen: preview.seen });
      showToast(done, { tone: 'good' });
      router.push('/catalogue');
      router.refresh();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'Try again.');
      setBusy(false);
    }
  }
  const nothing = preview.changes.length === 0 && change.type === 'apply-file';
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <section aria-label="What would move">
        <ImpactView impact={preview.impact} />
      </section>
      <DifferenceView preview={preview} />
      {failure && <Callout tone="danger">{failure}</Callout>}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" busy={busy} disabled={nothing} onClick={apply}>
          {action}
        </Button>
        {onCancel && <Button onClick={onCancel}>Back</Button>}
      </div>
    </div>
  );
}
