import type { Metadata } from 'next';
import { Breadcrumbs } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { NewWebhook } from '#components/webhooks/new-webhook.tsx';
import { teamsToHook } from '#lib/access/notices/webhooks/queries.ts';
import { canEverywhere, canSomewhere } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'New webhook' };

export default async function NewWebhookPage() {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'webhook.manage')) return <DeniedState action="manage webhooks" />;
  return (
    <>
      <Breadcrumbs crumbs={[{ label: 'Webhooks', href: '/settings/webhooks' }]} />
      <h2 className="mb-4 font-semibold text-base">New webhook</h2>
      <NewWebhook teams={await teamsToHook(actor)} everywhere={canEverywhere(actor, 'webhook.manage')} />
    </>
  );
}
