import { Bot } from 'lucide-react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { Holders } from '#lib/access/explain/schema.ts';
import { permissions } from '#lib/access/permissions.ts';
import { kindWords, placeWords } from './rights-words.ts';

/** Everyone who holds one right on an asset or in a team, each with what gives it. */
export function HolderList({ holders: { holders, total, asset, team, permission } }: { holders: Holders }) {
  const place = asset ? `asset=${asset.id}` : `team=${team.id}`;
  return (
    <section className="mt-6 max-w-5xl">
      <h2 className="font-semibold text-base">
        {permissions[permission]}: {total === 0 ? 'nobody' : total === 1 ? 'one holds it' : `${total.toLocaleString('en-GB')} hold it`}
      </h2>
      <p className="mb-2 text-muted text-sm">{asset ? `On ${asset.name}, of ${team.name}.` : `In ${team.name}.`}</p>
      {holders.length > 0 && (
        <ul className="divide-y border-y">
          {holders.map(({ principal, through, covers }) => (
            <li key={principal.id} className="grid gap-x-6 gap-y-0.5 py-2 text-sm md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <p className="flex min-w-0 items-center gap-2">
                {principal.type === 'person' ? (
                  <Avatar name={principal.name} />
                ) : (
                  <Bot className="size-5 shrink-0 text-muted" aria-hidden="true" />
                )}
                <Link
                  href={`/access?who=${principal.id}&${place}`}
                  className="focus-ring truncate rounded-sm font-medium hover:underline hover:underline-offset-2"
                >
                  {principal.name}
                </Link>
                {principal.type === 'service' && <span className="text-muted text-xs">service account</span>}
              </p>
              <ul className="max-md:ml-7">
                {through.map((each) => (
                  <li key={`${each.teamId}`}>
                    {placeWords(each)}
                    {each.kinds && <span className="text-muted">; covers {kindWords(asset ? each.kinds : (covers ?? each.kinds))}</span>}
                    {each.expiresAt && (
                      <span className="text-muted">
                        ; until <DayTime value={each.expiresAt} />
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      {total > holders.length && <p className="mt-2 text-muted text-sm">The first {holders.length} are listed.</p>}
    </section>
  );
}
