'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Seat } from '#lib/reviews/schema.ts';
import { CandidateList, type Chosen } from './candidate-list.tsx';
import { useCandidates } from './use-candidates.ts';

export interface SeatDialogProps {
  reviewId: string;
  /** The seat that goes to somebody else; null for new ones. */
  seat: Seat | null;
  onClose: () => void;
}

/** Asks people or pools to decide, or hands one seat on: with what waits for each, and why others may not. */
export function SeatDialog({ reviewId, seat, onClose }: SeatDialogProps) {
  const router = useRouter();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const load = useCallback(
    (name: string, signal: AbortSignal) => request('GET /reviews/{id}/candidates', { id: reviewId, q: name }, { signal }),
    [reviewId],
  );
  const { found, failure: unfound } = useCandidates(load, q);
  const toggle = (choice: Chosen) => {
    const key = JSON.stringify(choice);
    const others = chosen.filter((each) => JSON.stringify(each) !== key);
    if (others.length < chosen.length) setChosen(others);
    else setChosen(seat ? [choice] : [...chosen, choice]);
  };

  async function give() {
    setBusy(true);
    setFailure(null);
    try {
      for (const to of chosen) {
        if (!seat) await request('POST /reviews/{id}/seats', { id: reviewId, to });
        else if ('userId' in to)
          await request('POST /reviews/{id}/seats/{seat}/reassign', { id: reviewId, seat: seat.id, userId: to.userId });
        setChosen((left) => left.filter((each) => each !== to));
      }
      showToast(seat ? 'Assigned.' : 'Asked.', { tone: 'good' });
      onClose();
    } catch (thrown) {
      setFailure(readFormError(thrown).message);
    } finally {
      setBusy(false);
      router.refresh();
    }
  }

  const wrong = failure ?? unfound;
  return (
    <Dialog
      open
      onOpenChange={() => !busy && onClose()}
      title={seat ? `Assign the seat of ${seat.person?.name ?? seat.roleName ?? 'the pool'} to somebody else` : 'Ask somebody to decide'}
      description={
        seat
          ? 'Whoever gets it is told.'
          : 'Suggested first: those with the least waiting. Whoever asked, owns, registered or implemented it cannot decide.'
      }
      width="md"
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button variant="primary" busy={busy} disabled={chosen.length === 0} onClick={give}>
            {seat ? 'Assign' : chosen.length > 1 ? `Ask ${chosen.length}` : 'Ask'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {wrong && <Callout tone="danger">{wrong}</Callout>}
        <Input
          type="search"
          aria-label="Find by name"
          placeholder="Find by name…"
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {found ? (
          <CandidateList candidates={found} chosen={chosen} onToggle={toggle} peopleOnly={seat !== null} />
        ) : (
          !wrong && <Skeleton className="h-40" />
        )}
      </div>
    </Dialog>
  );
}

export default SeatDialog;
