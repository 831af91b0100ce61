'use client';

import { CircleCheck, CircleDashed, CircleSlash, Ellipsis, UsersRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import { decidedLabels, isWaiting } from '#lib/reviews/rules.ts';
import type { Review, Seat } from '#lib/reviews/schema.ts';

const SeatDialog = lazily(() => import('./seat-dialog.tsx'));

/** Who is asked to decide, what they decided, and what the viewer may do about it. */
export function SeatsPanel({ review, viewerId, mayManage }: { review: Review; viewerId: string; mayManage: boolean }) {
  const router = useRouter();
  const [giving, setGiving] = useState<Seat | 'new' | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, seats, may, status } = review;

  async function act(work: () => Promise<unknown>, done: string) {
    setBusy(true);
    try {
      await work();
      showToast(done, { tone: 'good' });
    } catch (thrown) {
      showToast('It could not be done.', { tone: 'danger', detail: readFormError(thrown).message });
    } finally {
      setBusy(false);
      router.refresh();
    }
  }
  const claim = (seat: string) => act(() => request('POST /reviews/{id}/seats/{seat}/claim', { id, seat }), 'It is yours to decide.');
  const release = (seat: string, done: string) => act(() => request('POST /reviews/{id}/seats/{seat}/release', { id, seat }), done);

  function entriesOf(seat: Seat): MenuEntry[] {
    if (!isWaiting(status) || seat.decision !== null) return [];
    const mine = seat.person?.id === viewerId;
    const entries: MenuEntry[] = [];
    if (mayManage) entries.push({ id: 'reassign', label: 'Assign to somebody else…', onSelect: () => setGiving(seat) });
    if (mine) entries.push({ type: 'link', id: 'away', label: 'I am away: delegate my reviews…', href: '/settings/away' });
    if (may.release === seat.id)
      entries.push({
        id: 'release',
        label: seat.role ? 'Give back to the pool' : 'Give the seat back',
        onSelect: () => release(seat.id, 'Given back.'),
      });
    else if (mayManage)
      entries.push({ id: 'remove', label: 'Take the seat away', danger: true, onSelect: () => release(seat.id, 'Taken away.') });
    return entries;
  }

  return (
    <section aria-labelledby="seats-title" className="mb-7">
      <div className="mb-2 flex min-h-7 items-center justify-between gap-2">
        <h2 id="seats-title" className="font-semibold text-sm">
          Asked to decide
        </h2>
        {may.assign && (
          <Button size="sm" variant="quiet" onClick={() => setGiving('new')}>
            Assign…
          </Button>
        )}
      </div>
      {seats.length === 0 && <p className="text-muted text-sm">Nobody is asked yet.</p>}
      <ul className="flex flex-col gap-2">
        {seats.map((seat) => {
          const entries = entriesOf(seat);
          return (
            <li key={seat.id} className="flex items-start gap-2 text-sm">
              {seat.person ? (
                <Avatar name={seat.person.name} />
              ) : (
                <span className="grid size-5 shrink-0 place-items-center rounded-full bg-pressed text-muted">
                  <UsersRound className="size-3" aria-hidden="true" />
                </span>
              )}
              <div className="min-w-0 flex-1">
                <p className="break-words font-medium">
                  {seat.person?.name ?? seat.roleName ?? seat.role}
                  {seat.person?.id === viewerId && <span className="ml-1.5 font-normal text-muted text-xs">you</span>}
                </p>
                <SeatState seat={seat} open={isWaiting(status)} />
              </div>
              {may.claim === seat.id && (
                <Button size="sm" busy={busy} onClick={() => claim(seat.id)}>
                  Claim
                </Button>
              )}
              {entries.length > 0 && (
                <Menu
                  label={`Seat of ${seat.person?.name ?? seat.roleName ?? 'a pool'}`}
                  align="end"
                  entries={entries}
                  trigger={(trigger) => (
                    <Button
                      {...trigger}
                      size="sm"
                      variant="quiet"
                      className="!px-1.5"
                      aria-label={`Change the seat of ${seat.person?.name ?? seat.roleName ?? 'a pool'}`}
                    >
                      <Ellipsis aria-hidden="true" />
                    </Button>
                  )}
                />
              )}
            </li>
          );
        })}
      </ul>
      {giving && (
        <Suspense fallback={null}>
          <SeatDialog reviewId={id} seat={giving === 'new' ? null : giving} onClose={() => setGiving(null)} />
        </Suspense>
      )}
    </section>
  );
}

function SeatState({ seat, open }: { seat: Seat; open: boolean }) {
  const from = seat.delegatedFrom && `for ${seat.delegatedFrom.name}`;
  if (seat.decision)
    return (
      <p className="flex items-center gap-1 text-muted text-xs">
        <CircleCheck className="size-3.5 shrink-0" aria-hidden="true" />
        {[decidedLabels[seat.decision], from].filter(Boolean).join(', ')}
      </p>
    );
  if (seat.hindrance)
    return (
      <p className="flex items-start gap-1 text-medium-ink text-xs">
        <CircleSlash className="mt-px size-3.5 shrink-0" aria-hidden="true" />
        cannot decide: {seat.hindrance}
      </p>
    );
  const words = seat.person
    ? open
      ? 'has yet to decide'
      : 'did not decide'
    : open
      ? 'whoever holds the role may claim it'
      : 'nobody claimed it';
  return (
    <p className="flex items-start gap-1 text-muted text-xs">
      <CircleDashed className="mt-px size-3.5 shrink-0" aria-hidden="true" />
      {[words, from].filter(Boolean).join(', ')}
    </p>
  );
}
