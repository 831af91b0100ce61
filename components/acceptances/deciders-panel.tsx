import { CircleCheck, CircleSlash } from 'lucide-react';
import { Callout } from '#components/ui/callout.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Deciders } from '#lib/risks/acceptances/schema.ts';

/** Who decides on a request, who does not and why: the same rule for everybody, administrators too. */
export function DecidersPanel({ deciders }: { deciders: Deciders }) {
  const { can, cannot, more } = deciders;
  return (
    <div className="flex flex-col gap-2 text-sm">
      {can.length === 0 && (
        <Callout tone="warning" title="Nobody can decide on this">
          Whoever has the right to decide asked for it or owns the asset or the risk. Somebody else needs the right, or another owner.
        </Callout>
      )}
      <ul className="flex flex-col gap-1.5">
        {can.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-2">
            <CircleCheck className="size-4 shrink-0 text-muted" aria-hidden="true" />
            <span className="min-w-0 break-words">
              <PersonLink id={id} name={name} /> <span className="text-muted">can decide</span>
            </span>
          </li>
        ))}
        {more && <li className="pl-6 text-muted">and others with the right to decide</li>}
        {cannot.map(({ id, name, why }) => (
          <li key={id} className="flex items-center gap-2">
            <CircleSlash className="size-4 shrink-0 text-faint" aria-hidden="true" />
            <span className="min-w-0 break-words">
              <PersonLink id={id} name={name} /> <span className="text-muted">cannot: {why}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PersonLink({ id, name }: { id: string; name: string }) {
  return (
    <Link href={`/people/${id}`} className="focus-ring rounded-sm font-medium hover:underline hover:underline-offset-2">
      {name}
    </Link>
  );
}
