import { Badge } from '#components/ui/badge.tsx';
import type { Webhook } from '#lib/access/notices/webhooks/schema.ts';

/** Whether it is on, and whether what is told gets through. */
export function WebhookState({ webhook }: { webhook: Pick<Webhook, 'enabled' | 'disabledReason' | 'failed'> }) {
  if (!webhook.enabled) return <Badge tone={webhook.disabledReason ? 'danger' : 'neutral'}>Off</Badge>;
  if (webhook.failed > 0) return <Badge tone="warning">{webhook.failed} failed</Badge>;
  return <Badge tone="good">On</Badge>;
}
