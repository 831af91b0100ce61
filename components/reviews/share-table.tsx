import type { Share } from '#lib/reviews/requesting/schema.ts';

type Left = readonly { why: string; count: number; examples: readonly string[] }[];

/** Who gets how much by a request or an assignment, beside what waits for each already; and what is left out, with why. */
export function ShareTable({ shares, left, unassigned }: { shares: readonly Share[]; left: Left; unassigned: number }) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      {shares.length > 0 && (
        <div className="relative max-h-52 overflow-auto rounded-md border">
          <table className="w-full text-left">
            <caption className="sr-only">Who gets what</caption>
            <thead className="sticky top-0 bg-surface">
              <tr className="border-b text-muted text-xs">
                <th scope="col" className="px-3 py-1.5 font-medium">
                  Who
                </th>
                <th scope="col" className="px-3 py-1.5 text-right font-medium">
                  Gets
                </th>
                <th scope="col" className="px-3 py-1.5 text-right font-medium">
                  Waiting already
                </th>
              </tr>
            </thead>
            <tbody>
              {shares.map((share) => (
                <tr key={share.id} className="border-b last:border-0">
                  <th scope="row" className="px-3 py-1.5 font-normal">
                    {share.name}
                  </th>
                  <td className="px-3 py-1.5 text-right tabular-nums">{share.gets}</td>
                  <td className="px-3 py-1.5 text-right text-muted tabular-nums">{share.id.startsWith('role:') ? '' : share.open}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {unassigned > 0 && (
        <p className="text-medium-ink">
          {unassigned === 1 ? 'For one of them' : `For ${unassigned} of them`} nobody in particular can be asked: whoever may decide there
          can claim it.
        </p>
      )}
      {left.length > 0 && (
        <ul className="flex flex-col gap-0.5 text-muted text-xs">
          {left.map(({ why, count, examples }) => (
            <li key={why}>
              {count} left out: {why}
              {examples.some(Boolean) && ` (${examples.filter(Boolean).join(', ')}${count > examples.length ? ', …' : ''})`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
