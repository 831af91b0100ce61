'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { ChangePreview } from '#lib/risks/catalogue/changes/schema.ts';
import { ImpactView } from './impact-view.tsx';
import type { ChangeWords } from './use-catalogue-change.tsx';

export interface ChangeDialogProps {
  preview: ChangePreview;
  words: ChangeWords;
  onDecide: (go: boolean) => void;
}

/** How many assets would move, before it is done. */
export function ChangeDialog({ preview, words, onDecide }: ChangeDialogProps) {
  const [going, setGoing] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={() => !going && onDecide(false)}
      title={words.title}
      width="md"
      footer={
        <>
          <Button disabled={going} onClick={() => onDecide(false)}>
            Cancel
          </Button>
          <Button
            variant={words.danger ? 'danger' : 'primary'}
            busy={going}
            onClick={() => {
              setGoing(true);
              onDecide(true);
            }}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {words.consequence && <div className="text-muted text-sm">{words.consequence}</div>}
        <ImpactView impact={preview.impact} />
      </div>
    </Dialog>
  );
}
