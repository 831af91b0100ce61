'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { type Output, request } from '#lib/client.ts';

type Feed = Output<'GET /account/calendar'>['feed'];

/** The address for a calendar elsewhere: made and shown once, replaced, ended. */
export function CalendarFeed({ feed }: { feed: Feed }) {
  const router = useRouter();
  const [made, setMade] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<'replace' | 'end' | null>(null);

  const make = async () => {
    setMade((await request('POST /account/calendar', {})).address);
    router.refresh();
  };
  async function makeFirst() {
    setBusy(true);
    try {
      await make();
    } catch (error) {
      showToast('The address could not be made.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    } finally {
      setBusy(false);
    }
  }
  async function end() {
    await request('DELETE /account/calendar', {});
    setMade(null);
    showToast('The calendar feed has ended.', { tone: 'good' });
    router.refresh();
  }

  if (!feed)
    return (
      <div className="flex flex-col items-start gap-3 text-sm">
        <p className="text-muted">You have no address yet. Nothing leaves Gatehouse until you make one and give it to a calendar.</p>
        <Button variant="primary" busy={busy} onClick={makeFirst}>
          Make an address
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-5">
      {made && <MadeAddress address={made} />}
      <KeyValueList
        items={[
          { label: 'Made', value: <DayTime value={feed.createdAt} /> },
          { label: 'Last read', value: feed.usedAt ? <RelativeTime value={feed.usedAt} /> : 'Not yet' },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsking('replace')}>Make a new address</Button>
        <Button onClick={() => setAsking('end')}>End the feed</Button>
      </div>
      <ConfirmDialog
        open={asking === 'replace'}
        onOpenChange={(open) => !open && setAsking(null)}
        title="Make a new address?"
        confirmLabel="Make it"
        onConfirm={make}
      >
        <p>The one you have now opens nothing from then on: calendars that use it have to be given the new one.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'end'}
        onOpenChange={(open) => !open && setAsking(null)}
        title="End the calendar feed?"
        confirmLabel="End"
        danger
        onConfirm={end}
      >
        <p>Calendars that use its address get nothing from their next look on. You can make another at any time.</p>
      </ConfirmDialog>
    </div>
  );
}

/** The one time that an address is seen. */
function MadeAddress({ address }: { address: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="flex flex-col gap-3">
      <Callout tone="warning" title="Copy it now: it is not shown again.">
        Whoever has this address reads your work in Gatehouse. Give it to your own calendar alone.
      </Callout>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium text-sm">
          Address
        </label>
        <div className="flex items-center gap-2">
          <Input
            ref={field}
            id={id}
            mono
            readOnly
            value={address}
            onFocus={(event) => event.currentTarget.select()}
            spellCheck={false}
            autoComplete="off"
          />
          <CopyButton text={address} what="address" />
        </div>
      </div>
    </div>
  );
}
