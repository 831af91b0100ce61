'use client';

import { RotateCw, Send } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MomentTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { type DeliveryState, deliveryLabels } from '#lib/access/notices/webhooks/rules.ts';
import type { Delivery, Webhook } from '#lib/access/notices/webhooks/schema.ts';
import { request } from '#lib/client.ts';

const tones: Record<DeliveryState, Tone> = { waiting: 'neutral', delivered: 'good', failed: 'danger' };

export interface DeliveryListProps {
  webhook: Webhook;
  first: { deliveries: readonly Delivery[]; next: string | null };
  status: DeliveryState | undefined;
}

/** What a webhook was told, newest first, each with its attempts and answers, to be sent again. */
export function DeliveryList({ webhook, first, status }: DeliveryListProps) {
  const router = useRouter();
  const [older, setOlder] = useState<readonly Delivery[]>([]);
  const [next, setNext] = useState(first.next);
  const [busy, setBusy] = useState<string | null>(null);
  const deliveries = [...first.deliveries, ...older];

  async function attempt(what: string, work: () => Promise<void>) {
    setBusy(what);
    try {
      await work();
    } catch (error) {
      showToast('That could not be done.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    } finally {
      setBusy(null);
    }
  }
  const again = (deliveryId: string) =>
    attempt(deliveryId, async () => {
      await request('POST /webhooks/{id}/deliveries/{deliveryId}/replay', { id: webhook.id, deliveryId });
      showToast('It is on its way again.', { tone: 'good' });
      router.refresh();
    });
  const allAgain = () =>
    attempt('all', async () => {
      const { replayed } = await request('POST /webhooks/{id}/replay', { id: webhook.id });
      showToast(replayed === 1 ? '1 delivery is on its way again.' : `${replayed} deliveries are on their way again.`, { tone: 'good' });
      router.refresh();
    });
  const more = (after: string) =>
    attempt('more', async () => {
      const page = await request('GET /webhooks/{id}/deliveries', { id: webhook.id, after, ...(status && { status }) });
      setOlder([...older, ...page.deliveries]);
      setNext(page.next);
    });

  if (deliveries.length === 0)
    return (
      <EmptyState icon={<Send />} title={status ? `None ${deliveryLabels[status].toLowerCase()}` : 'Nothing told yet'}>
        {status
          ? 'Choose another state above.'
          : 'Each event that it is told of stands here for a month, with the answer. A test shows whether it gets through.'}
      </EmptyState>
    );
  return (
    <div>
      {webhook.failed > 0 && webhook.enabled && (
        <div className="mb-3">
          <Button size="sm" busy={busy === 'all'} onClick={allAgain} icon={<RotateCw aria-hidden="true" />}>
            {webhook.failed === 1 ? 'Send the failed one again' : `Send all ${webhook.failed} failed again`}
          </Button>
        </div>
      )}
      <ul className="overflow-hidden rounded-md border">
        {deliveries.map((each) => (
          <li key={each.deliveryId} className="border-b last:border-b-0">
            <details>
              <summary className="focus-ring-inset grid cursor-pointer list-none grid-cols-[6rem_minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-2 text-sm hover:bg-hover">
                <span>
                  <Badge tone={tones[each.status]}>{deliveryLabels[each.status]}</Badge>
                </span>
                <span className="truncate font-mono text-xs">{each.event}</span>
                <span className="text-muted text-xs">
                  <RelativeTime value={each.createdAt} />
                </span>
              </summary>
              <Told delivery={each}>
                {each.status !== 'waiting' && webhook.enabled && (
                  <Button
                    size="sm"
                    busy={busy === each.deliveryId}
                    onClick={() => again(each.deliveryId)}
                    icon={<RotateCw aria-hidden="true" />}
                  >
                    Send again
                  </Button>
                )}
              </Told>
            </details>
          </li>
        ))}
      </ul>
      {next && (
        <Button className="mt-4" busy={busy === 'more'} onClick={() => more(next)}>
          Load more
        </Button>
      )}
    </div>
  );
}

function Told({ delivery, children }: { delivery: Delivery; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-3 border-t bg-canvas px-3 py-3 text-sm">
      <p className="text-muted text-xs">
        Message <span className="break-all font-mono">{delivery.messageId}</span>
        {delivery.nextAt && (
          <>
            {' '}
            · next attempt <RelativeTime value={delivery.nextAt} />
          </>
        )}
      </p>
      {delivery.tries.length > 0 && (
        <ol className="flex flex-col gap-2">
          {delivery.tries.map((one) => (
            <li key={one.at} className="flex flex-col gap-1">
              <p>
                <span className={one.error ? 'text-critical-ink' : 'text-low-ink'}>{one.error ?? `It answered ${one.status}.`}</span>{' '}
                <span className="text-muted text-xs">
                  <MomentTime value={one.at} />, after {one.milliseconds} ms
                </span>
              </p>
              {one.excerpt && (
                <pre className="max-h-32 overflow-auto whitespace-pre-wrap break-all rounded-sm bg-sunken px-2 py-1.5 font-mono text-xs">
                  {one.excerpt}
                </pre>
              )}
            </li>
          ))}
        </ol>
      )}
      <div>
        <p className="mb-1 text-muted text-xs">What is sent</p>
        <pre className="max-h-64 overflow-auto whitespace-pre-wrap break-all rounded-sm bg-sunken px-2 py-1.5 font-mono text-xs">
          {JSON.stringify(delivery.payload, null, 2)}
        </pre>
      </div>
      {children && <div>{children}</div>}
    </div>
  );
}
