'use client';

import { Undo2 } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from '#components/ui/button.tsx';
import { offerUndo, subscribeToUndo, undoOffered } from './undo-offer.ts';

/** Takes the list's last bulk change back, for as long as that is possible. */
export function UndoButton({ path }: { path: string }) {
  const offer = useSyncExternalStore(
    subscribeToUndo,
    () => undoOffered(path, Date.now()),
    () => null,
  );
  if (!offer) return null;
  return (
    <Button
      size="sm"
      variant="quiet"
      compact
      icon={<Undo2 aria-hidden="true" />}
      data-print="hide"
      onClick={() => {
        offerUndo(null);
        void offer.run();
      }}
    >
      Undo “{offer.label}”
    </Button>
  );
}
