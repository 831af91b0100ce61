import { Timeline, type TimelineChange } from '#components/data/detail/timeline.tsx';
import type { ServiceActivity } from '#lib/access/service-accounts/schema.ts';

type Entry = ServiceActivity['entries'][number];

const sentences: Readonly<Record<string, string>> = {
  'service_account.created': 'created this service account',
  'service_account.edited': 'changed this service account',
  'service_account.deactivated': 'deactivated this service account and revoked its tokens',
  'service_account.reactivated': 'activated this service account again',
};
const labels: Readonly<Record<string, string>> = { name: 'Name', description: 'Description', role: 'Role' };

/** What was done to a service account, newest first. */
export function ServiceAccountActivity({ activity: { entries, names } }: { activity: ServiceActivity }) {
  const word = (field: string, value: unknown) =>
    (field === 'role' ? (names[String(value)] ?? String(value)) : String(value ?? '')) || null;
  const changesOf = ({ event, before, after }: Entry): TimelineChange[] =>
    event !== 'service_account.edited' || !before || !after
      ? []
      : Object.keys(labels)
          .filter((field) => field in after)
          .map((field) => ({ field: labels[field] ?? field, before: word(field, before[field]), after: word(field, after[field]) }));
  return (
    <section aria-labelledby="activity-title">
      <h2 id="activity-title" className="mb-3 font-semibold">
        Activity
      </h2>
      <div className="max-w-3xl">
        <Timeline
          events={entries.map((entry) => ({
            id: entry.id,
            at: entry.at,
            actor: entry.actorName,
            what: sentences[entry.event] ?? entry.event.replace(/[._]/g, ' '),
            changes: changesOf(entry),
          }))}
        />
      </div>
    </section>
  );
}
