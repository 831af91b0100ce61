import { Link } from '#components/ui/link.tsx';
import type { Reference } from '#lib/risks/catalogue/schema.ts';

/** Where an entry stands in public vocabularies and rule books, by framework. */
export function ReferenceList({ references }: { references: readonly Reference[] }) {
  if (references.length === 0) return <p className="text-muted text-sm">It refers to no framework.</p>;
  const groups = [...Map.groupBy(references, ({ framework }) => framework.key).values()];
  return (
    <ul className="divide-y border-y text-sm">
      {groups.map((group) => (
        <li key={group[0]?.framework.key} className="grid gap-x-6 gap-y-0.5 py-2 sm:grid-cols-[14rem_minmax(0,1fr)]">
          <Link
            href={`/catalogue/frameworks/${group[0]?.framework.key}`}
            className="focus-ring min-h-6 self-start rounded-sm py-0.5 font-medium hover:underline hover:underline-offset-2"
          >
            {group[0]?.framework.name}
          </Link>
          <ul>
            {group.map(({ framework, item }) => (
              <li key={item.id}>
                <Link
                  href={`/catalogue/frameworks/${framework.key}#${encodeURIComponent(item.id)}`}
                  className="focus-ring inline-block min-h-6 rounded-sm py-0.5 hover:underline hover:underline-offset-2"
                >
                  <span className="font-mono text-muted text-xs">{item.id}</span> {item.name}
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
