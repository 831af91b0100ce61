import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { Breadcrumbs } from '#components/layout/page-header.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { DayTime, MomentTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { DeliveryList } from '#components/webhooks/delivery-list.tsx';
import { WebhookActions } from '#components/webhooks/webhook-actions.tsx';
import { WebhookState } from '#components/webhooks/webhook-state.tsx';
import { outsideWords } from '#lib/access/notices/rules.ts';
import { webhookOperations } from '#lib/access/notices/webhooks/procedures.ts';
import { deliveryLabels, deliveryStates } from '#lib/access/notices/webhooks/rules.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Webhook' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function WebhookPage({ params, searchParams }: Props) {
  if (!canSomewhere(await requireActor(), 'webhook.manage')) return <DeniedState action="manage webhooks" />;
  const context = await pageContext();
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const status = deliveryStates.find((each) => each === search['status']);
  const webhook = await call(webhookOperations.get, { id }, { context }).catch(missing);
  const first = await call(webhookOperations.deliveries, { id, ...(status && { status }) }, { context });
  const path = `/settings/webhooks/${id}`;
  return (
    <div className="max-w-4xl">
      <Breadcrumbs crumbs={[{ label: 'Webhooks', href: '/settings/webhooks' }]} />
      <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <h2 className="flex min-w-0 items-center gap-2.5 font-semibold text-lg">
          <span className="truncate">{webhook.name}</span>
          <WebhookState webhook={webhook} />
        </h2>
        <div className="flex gap-2">
          <WebhookActions key={webhook.version} webhook={webhook} />
        </div>
      </div>
      {webhook.disabledReason && (
        <div className="mb-4">
          <Callout tone="danger" title="It was switched off">
            {webhook.disabledReason} Mend its receiver, switch it on again, and send what failed once more.
          </Callout>
        </div>
      )}
      <KeyValueList
        items={[
          { label: 'Address', value: <span className="break-all font-mono text-xs">{webhook.url}</span> },
          { label: 'Told of', value: webhook.team?.name ?? 'The whole organisation' },
          { label: 'Events', value: webhook.events.map(outsideWords).join(' · ') },
          { label: 'Last delivered', value: webhook.lastDeliveredAt ? <RelativeTime value={webhook.lastDeliveredAt} /> : 'Never' },
          {
            label: 'Created',
            value: (
              <>
                <DayTime value={webhook.createdAt} />
                {webhook.createdBy && ` by ${webhook.createdBy}`}
              </>
            ),
          },
          ...(webhook.formerUntil
            ? [
                {
                  label: 'Former secret',
                  value: (
                    <>
                      Signs as well until <MomentTime value={webhook.formerUntil} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <h3 className="mt-8 font-semibold">Deliveries</h3>
      <Tabs
        label="Deliveries by state"
        className="mt-1 mb-4"
        tabs={[
          { href: path, label: 'All', current: !status },
          ...deliveryStates.map((each) => ({ href: `${path}?status=${each}`, label: deliveryLabels[each], current: each === status })),
        ]}
      />
      <DeliveryList key={`${status} ${first.deliveries[0]?.deliveryId}`} webhook={webhook} first={first} status={status} />
    </div>
  );
}
