import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Webhook } from '#lib/access/notices/webhooks/schema.ts';
import { WebhookState } from './webhook-state.tsx';

const columns = 'md:grid-cols-[minmax(10rem,1.2fr)_minmax(12rem,2fr)_minmax(8rem,1fr)_6rem_7rem_8rem]';

/** Webhooks with whom they tell of, how they stand, and when something last got through. */
export function WebhookList({ webhooks }: { webhooks: readonly Webhook[] }) {
  return (
    <div className="overflow-hidden rounded-md border">
      <div className={`hidden gap-x-4 border-b bg-canvas px-3 py-1.5 text-muted text-xs md:grid ${columns}`} aria-hidden="true">
        <span>Name</span>
        <span>Address</span>
        <span>Told of</span>
        <span>Events</span>
        <span>State</span>
        <span>Last delivered</span>
      </div>
      <ul>
        {webhooks.map((each) => (
          <li
            key={each.id}
            className={`relative grid items-center gap-x-4 gap-y-1 border-b px-3 py-2 text-sm transition-colors duration-100 last:border-b-0 hover:bg-hover ${columns}`}
          >
            <Link
              href={`/settings/webhooks/${each.id}`}
              className="focus-ring-inset truncate rounded-sm font-medium after:absolute after:inset-0"
            >
              {each.name}
            </Link>
            <span className="truncate font-mono text-muted text-xs">{each.url}</span>
            <span className="truncate">{each.team?.name ?? 'The whole organisation'}</span>
            <span className="text-muted tabular-nums">
              {each.events.length}
              <span className="md:sr-only"> events</span>
            </span>
            <span>
              <WebhookState webhook={each} />
            </span>
            <span className="text-muted">{each.lastDeliveredAt ? <RelativeTime value={each.lastDeliveredAt} /> : 'Never'}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
