import type { AssignmentCounts } from '#lib/risks/safeguards/bulk/schema.ts';

const assets = (count: number) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'asset' : 'assets'}`;

const reasons: readonly { of: 'already' | 'notForKind' | 'noRight' | 'retired'; says: (count: number) => string }[] = [
  { of: 'already', says: (count) => `${assets(count)} with a safeguard of it already` },
  { of: 'notForKind', says: (count) => `${assets(count)} of a kind that it reduces no threat to` },
  { of: 'noRight', says: (count) => `${assets(count)} whose safeguards you may not edit` },
  { of: 'retired', says: (count) => `${assets(count)} that ${count === 1 ? 'is' : 'are'} retired` },
];

/** What an assignment would do, before it does it. */
export function AssignmentPreview({
  control,
  counts,
  waiting,
}: {
  control: string | null;
  counts: AssignmentCounts | null;
  waiting: boolean;
}) {
  return (
    <section aria-live="polite" aria-label="What this does" className="min-h-24 rounded-md bg-sunken px-4 py-3 text-sm">
      {control === null && <p className="text-muted">Choose a control to see what it would do.</p>}
      {waiting && <p className="text-muted">Looking at the assets…</p>}
      {control !== null && counts && (
        <>
          <p className="font-medium">
            {counts.planned > 0
              ? `${control} will be planned for ${assets(counts.planned)}.`
              : reasons.some(({ of }) => counts[of] > 0)
                ? 'There is nothing to plan among these assets.'
                : 'No asset matches. Take a filter away, or choose another.'}
          </p>
          {counts.names.length > 0 && (
            <p className="mt-0.5 text-muted">
              {counts.names.join(', ')}
              {counts.planned > counts.names.length && ` and ${counts.planned - counts.names.length} more`}
            </p>
          )}
          <ul className="mt-2 list-disc pl-4 text-muted empty:hidden">
            {reasons
              .filter(({ of }) => counts[of] > 0)
              .map(({ of, says }) => (
                <li key={of}>Left out: {says(counts[of])}</li>
              ))}
            {counts.more && <li>These are the first 1,000 assets without it. Assign it again for the next.</li>}
          </ul>
        </>
      )}
    </section>
  );
}
