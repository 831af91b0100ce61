import { CircleCheck, CircleSlash } from 'lucide-react';
import { Callout } from '#components/ui/callout.tsx';
import type { Deciders } from '#lib/reviews/deciding/schema.ts';

/** Who can decide on a review, who cannot and why: the same rule for everybody, administrators too. */
export function DecidersPanel({ deciders: { can, cannot, more }, quorum }: { deciders: Deciders; quorum: number }) {
  return (
    <section aria-labelledby="deciders-title" className="mb-7 text-sm">
      <h2 id="deciders-title" className="mb-2 font-semibold">
        Who can decide
      </h2>
      {can.length < quorum && !more && (
        <div className="mb-2">
          <Callout tone="warning" title={can.length === 0 ? 'Nobody can decide on this' : 'Too few can decide on this'}>
            It takes {quorum}. Somebody else needs the right to decide here, or the asset another owner.
          </Callout>
        </div>
      )}
      <ul className="flex flex-col gap-1.5">
        {can.map(({ id, name, voted, seated }) => (
          <li key={id} className="flex items-start gap-1.5">
            <CircleCheck className="mt-0.5 size-4 shrink-0 text-muted" aria-hidden="true" />
            <span className="min-w-0 break-words">
              {name} <span className="text-muted">{voted ? 'has decided' : seated ? 'can, and is asked' : 'can'}</span>
            </span>
          </li>
        ))}
        {more && <li className="pl-5.5 text-muted">and others with the right to decide</li>}
        {cannot.map(({ id, name, why }) => (
          <li key={id} className="flex items-start gap-1.5">
            <CircleSlash className="mt-0.5 size-4 shrink-0 text-faint" aria-hidden="true" />
            <span className="min-w-0 break-words">
              {name} <span className="text-muted">cannot: {why}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-muted text-xs">
        Whoever asked, owns, registered or implemented it never decides, whatever their role; whoever holds a seat does.
      </p>
    </section>
  );
}
