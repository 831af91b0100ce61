'use client';

import { MonitorSmartphone } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { describeBrowser, sessionMethodLabels } from '#lib/access/sessions/rules.ts';
import type { OwnSession } from '#lib/access/sessions/schema.ts';
import { request } from '#lib/client.ts';

/** Where the person is signed in, this browser first, and the ways to end the rest. */
export function SessionList({ sessions }: { sessions: readonly OwnSession[] }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [ending, setEnding] = useState<string | null>(null);
  const others = sessions.filter((session) => !session.current);

  async function end(id: string) {
    setEnding(id);
    try {
      await request('DELETE /account/sessions/{id}', { id });
      showToast('The session has ended.', { tone: 'good' });
    } catch (error) {
      showToast('The session could not be ended.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    } finally {
      setEnding(null);
      router.refresh();
    }
  }

  async function endOthers() {
    const { ended } = await request('POST /account/sessions/end-others', {});
    showToast(ended === 1 ? 'One other session has ended.' : `${ended} other sessions have ended.`, { tone: 'good' });
    router.refresh();
  }

  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y rounded-md ring-1 ring-line ring-inset">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-3 py-2.5">
            <MonitorSmartphone className="size-4 shrink-0 text-faint" aria-hidden="true" />
            <div className="min-w-0 flex-1 text-sm">
              <p className="flex flex-wrap items-center gap-x-2 font-medium">
                {describeBrowser(session.userAgent)}
                {session.current && <Badge tone="accent">This browser</Badge>}
              </p>
              <p className="text-muted text-xs">
                {session.address ? `${session.address} · ` : ''}
                signed in <RelativeTime value={session.startedAt} /> · last used <RelativeTime value={session.lastSeenAt} />
                <span className="block">{sessionMethodLabels[session.method]}</span>
              </p>
            </div>
            {!session.current && (
              <Button
                size="sm"
                busy={ending === session.id}
                onClick={() => end(session.id)}
                aria-label={`End the session of ${describeBrowser(session.userAgent)}`}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Button className="self-start" onClick={() => setAsking(true)}>
          End all others
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={others.length === 1 ? 'End the other session?' : `End ${others.length} other sessions?`}
        confirmLabel="End"
        danger
        onConfirm={endOthers}
      >
        <p>Whoever uses them must sign in again. This browser stays signed in.</p>
      </ConfirmDialog>
    </div>
  );
}
