import { call } from '@orpc/server';
import { Plus, Webhook } from 'lucide-react';
import type { Metadata } from 'next';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { WebhookList } from '#components/webhooks/webhook-list.tsx';
import { webhookOperations } from '#lib/access/notices/webhooks/procedures.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Webhooks' };

const create = (
  <LinkButton href="/settings/webhooks/new" variant="primary" icon={<Plus aria-hidden="true" />}>
    New webhook
  </LinkButton>
);

export default async function WebhooksPage() {
  if (!canSomewhere(await requireActor(), 'webhook.manage')) return <DeniedState action="manage webhooks" />;
  const { webhooks } = await call(webhookOperations.list, {}, { context: await pageContext() });
  if (webhooks.length === 0)
    return (
      <EmptyState icon={<Webhook />} title="No webhooks yet" actions={create}>
        A webhook tells another system of what happens here, signed, as it happens: a build server of a promotion, a chat of an approval
        that went stale.
      </EmptyState>
    );
  return (
    <div className="flex max-w-6xl flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-[64ch] text-muted text-sm">
          Each event is signed as Standard Webhooks defines it and tried for about a day. It may come twice, or in another order: its id and
          time say what is what.
        </p>
        {create}
      </div>
      <WebhookList webhooks={webhooks} />
    </div>
  );
}
