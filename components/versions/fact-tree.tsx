import type { ReactNode } from 'react';
import { type Facts, isEmpty, isFacts, isWebAddress, keyed, textOf, wordsOf } from './facts.ts';

/** Entries of a list that are shown before the rest is folded away. */
const shownEntries = 20;

/** A text as it stands, its line breaks kept; an address of the web can be followed. */
export function FactText({ children }: { children: string }) {
  if (isWebAddress(children))
    return (
      <a
        href={children}
        rel="noreferrer noopener"
        target="_blank"
        className="focus-ring break-all rounded-sm text-accent-ink underline underline-offset-2"
      >
        {children}
      </a>
    );
  return <span className="whitespace-pre-line break-words">{children}</span>;
}

/** Any value of an import: text as text, lists as lists, parts as parts. */
export function FactValue({ value, depth = 0 }: { value: unknown; depth?: number }): ReactNode {
  const text = textOf(value);
  if (text !== null) return <FactText>{text}</FactText>;
  if (isEmpty(value)) return <span className="text-faint">–</span>;
  if (Array.isArray(value)) return <FactList list={value} depth={depth} />;
  if (!isFacts(value)) return null;
  const { name, value: own, ...others } = value;
  // Properties and metrics come as {name, value}: one line says it.
  if (textOf(name) && textOf(own) && Object.keys(others).length === 0)
    return (
      <>
        <span className="text-muted">{textOf(name)}: </span>
        <FactText>{textOf(own) ?? ''}</FactText>
      </>
    );
  return <FactTree facts={value} depth={depth + 1} />;
}

function FactList({ list, depth }: { list: readonly unknown[]; depth: number }) {
  const kept = list.filter((entry) => !isEmpty(entry));
  const [only] = kept;
  if (kept.length === 1) return <FactValue value={only} depth={depth} />;
  const items = (entries: readonly unknown[]) => (
    <ul className="flex flex-col gap-1">
      {keyed(entries).map(({ key, entry }) => (
        <li key={key} className={isFacts(entry) ? 'border-line border-l-2 pl-3' : ''}>
          <FactValue value={entry} depth={depth} />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {items(kept.slice(0, shownEntries))}
      {kept.length > shownEntries && (
        <details className="mt-1">
          <summary className="focus-ring rounded-sm text-muted text-sm">{kept.length - shownEntries} more</summary>
          <div className="mt-1">{items(kept.slice(shownEntries))}</div>
        </details>
      )}
    </>
  );
}

/** Facts by name, however deep: what no part of a card draws in a way of its own. Shows nothing where there is nothing. */
export function FactTree({ facts, depth = 0 }: { facts: Facts; depth?: number }) {
  const entries = Object.entries(facts).filter(([, value]) => !isEmpty(value));
  if (entries.length === 0) return null;
  return (
    <dl
      className={
        depth < 2
          ? 'grid grid-cols-[minmax(7rem,max-content)_1fr] gap-x-6 gap-y-2 text-sm max-sm:grid-cols-1'
          : 'flex flex-col gap-1.5 text-sm'
      }
    >
      {entries.map(([name, value]) => (
        <div key={name} className={depth < 2 ? 'col-span-full grid grid-cols-subgrid' : ''}>
          <dt className="max-w-56 text-muted [overflow-wrap:anywhere]" title={name}>
            {wordsOf(name)}
          </dt>
          <dd className="min-w-0 max-w-[72ch]">
            <FactValue value={value} depth={depth} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
