import type { ReactNode } from 'react';
import { FactText, FactTree, FactValue } from './fact-tree.tsx';
import { type Facts, isFacts, keyed, listOf, textOf, without } from './facts.ts';

/** A titled part of a card. */
export function CardPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-2 font-medium text-muted text-xs">{title}</h3>
      {children}
    </section>
  );
}

/** Statements, one a line: users, use cases, limitations. Shows nothing where there are none. */
export function Statements({ title, value }: { title: string; value: unknown }) {
  const list = listOf(value);
  if (list.length === 0) return null;
  return (
    <CardPart title={title}>
      <ul className="flex max-w-[72ch] flex-col gap-1 text-sm">
        {keyed(list).map(({ key, entry }) => (
          <li key={key} className="flex gap-2">
            <span aria-hidden="true" className="mt-2 size-1 shrink-0 rounded-full bg-line-control" />
            <div className="min-w-0">
              <FactValue value={entry} />
            </div>
          </li>
        ))}
      </ul>
    </CardPart>
  );
}

/** Entries with the same few names as a table: a column each, what else an entry holds under it. Shows nothing where there are none. */
export function FactTable({
  title,
  value,
  columns,
}: {
  title: string;
  value: unknown;
  columns: readonly (readonly [name: string, header: string])[];
}) {
  const rows = listOf(value);
  if (rows.length === 0) return null;
  const used = columns.filter(([name]) => rows.some((row) => isFacts(row) && row[name] !== undefined));
  if (used.length === 0) return <Statements title={title} value={value} />;
  return (
    <CardPart title={title}>
      <div className="relative overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="border-b text-muted text-xs">
              {used.map(([name, header]) => (
                <th key={name} scope="col" className="py-1.5 pr-4 font-medium">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keyed(rows).map(({ key, entry: row }) => (
              <FactRow key={key} row={row} names={used.map(([name]) => name)} />
            ))}
          </tbody>
        </table>
      </div>
    </CardPart>
  );
}

function FactRow({ row, names }: { row: unknown; names: readonly string[] }) {
  const facts: Facts = isFacts(row) ? row : { [names[0] ?? '']: row };
  const rest = without(facts, ...names);
  return (
    <>
      <tr className="border-b align-top last:border-0">
        {names.map((name) => {
          const text = textOf(facts[name]);
          return (
            <td key={name} className="max-w-[48ch] py-1.5 pr-4">
              {text === null ? <FactValue value={facts[name]} depth={2} /> : <FactText>{text}</FactText>}
            </td>
          );
        })}
      </tr>
      {Object.keys(rest).length > 0 && (
        <tr className="border-b last:border-0">
          <td colSpan={names.length} className="pb-2 pl-3">
            <FactTree facts={rest} depth={1} />
          </td>
        </tr>
      )}
    </>
  );
}
