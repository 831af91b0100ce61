'use client';

import { CalendarClock, CircleSlash, Ellipsis } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import { Button } from '#components/ui/button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import { isWaiting } from '#lib/reviews/rules.ts';
import type { Review } from '#lib/reviews/schema.ts';
import type { ReviewAct } from './review-dialogs.tsx';

const ReviewDialog = lazily(() => import('./review-dialogs.tsx'));

/** What the viewer may do with a review as it stands: one main action, the rest in a menu. */
export function ReviewActions({ review, mayManage }: { review: Review; mayManage: boolean }) {
  const router = useRouter();
  const [act, setAct] = useState<ReviewAct | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, may, status } = review;

  async function claim(seat: string) {
    setBusy(true);
    try {
      await request('POST /reviews/{id}/seats/{seat}/claim', { id, seat });
      showToast('It is yours to decide.', { tone: 'good' });
    } catch (thrown) {
      showToast('It could not be claimed.', { tone: 'danger', detail: readFormError(thrown).message });
    } finally {
      setBusy(false);
      router.refresh();
    }
  }

  const entries: MenuEntry[] = [];
  if (mayManage && isWaiting(status))
    entries.push({ id: 'due', label: 'Change the due date…', icon: <CalendarClock aria-hidden="true" />, onSelect: () => setAct('due') });
  if (may.withdraw)
    entries.push({
      id: 'withdraw',
      label: 'Withdraw…',
      icon: <CircleSlash aria-hidden="true" />,
      danger: true,
      onSelect: () => setAct('withdraw'),
    });
  const { claim: seat } = may;
  return (
    <>
      {may.decide ? (
        <LinkButton href={`/reviews/${id}#decide`} variant="primary">
          Decide
        </LinkButton>
      ) : seat ? (
        <Button variant="primary" busy={busy} onClick={() => claim(seat)}>
          Claim
        </Button>
      ) : (
        may.reopen && (
          <Button variant="primary" onClick={() => setAct('reopen')}>
            Open it again…
          </Button>
        )
      )}
      {entries.length > 0 && (
        <Menu
          label="More actions on this review"
          align="end"
          entries={entries}
          trigger={(trigger) => (
            <Button {...trigger} aria-label="More actions" className="!px-2">
              <Ellipsis aria-hidden="true" />
            </Button>
          )}
        />
      )}
      {act && (
        <Suspense fallback={null}>
          <ReviewDialog review={review} act={act} onClose={() => setAct(null)} />
        </Suspense>
      )}
    </>
  );
}
