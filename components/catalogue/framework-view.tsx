'use client';

import { useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Input } from '#components/ui/input.tsx';
import { Link } from '#components/ui/link.tsx';
import type { FrameworkDetail, FrameworkItem } from '#lib/risks/catalogue/schema.ts';
import { CoverageBar, evidenceWords } from './coverage-bar.tsx';

/** Stands over other items, which say it in parts: "A.2" over "A.2.2". */
const isHeading = (items: readonly FrameworkItem[], { id }: FrameworkItem) =>
  items.some((other) => other.id.startsWith(`${id}.`) || other.id.startsWith(`${id} `));

/** Nothing serves it, or nothing that serves it is in place on any asset where it is of use. */
function isGap(items: readonly FrameworkItem[], item: FrameworkItem): boolean {
  const { assets, verified, implemented } = item.coverage;
  return item.through === 'nothing' ? !isHeading(items, item) : assets > 0 && verified + implemented === 0;
}

/** A framework's items by section: what serves each, and how that stands on the reader's assets. */
export function FrameworkView({ framework }: { framework: FrameworkDetail }) {
  const [gaps, setGaps] = useState(false);
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase('en');
  const shown = framework.items.filter(
    (item) => (!gaps || isGap(framework.items, item)) && `${item.id} ${item.name}`.toLocaleLowerCase('en').includes(wanted),
  );
  const sections = [...Map.groupBy(shown, ({ section }) => section)];
  const missing = framework.items.filter((item) => isGap(framework.items, item)).length;
  return (
    <div className="px-4 pb-12 md:px-6">
      <div className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2" data-print="hide">
        <span className="w-64 max-sm:w-full">
          <Input
            type="search"
            aria-label="Search items"
            placeholder="Item or words…"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </span>
        <Checkbox
          label={`Only gaps (${missing.toLocaleString('en-GB')})`}
          checked={gaps}
          onChange={(event) => setGaps(event.target.checked)}
        />
        <p className="text-muted text-sm" aria-live="polite">
          {shown.length.toLocaleString('en-GB')} of {framework.items.length.toLocaleString('en-GB')} items
        </p>
      </div>
      {sections.length === 0 && (
        <EmptyState title={gaps && !wanted ? 'No gaps' : 'No item matches'}>
          {gaps && !wanted
            ? 'Every item is served by something that is in place on at least one asset.'
            : 'Try other words, or show all items.'}
        </EmptyState>
      )}
      {sections.map(([section, items]) => (
        <section key={section} className="mb-8" aria-label={section}>
          <h2 className="mb-1 font-semibold text-base">{section}</h2>
          <ul className="divide-y border-y">
            {items.map((item) => (
              <Item key={item.id} item={item} heading={isHeading(framework.items, item)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Item({ item, heading }: { item: FrameworkItem; heading: boolean }) {
  const { id, name, threats, controls, through, coverage } = item;
  return (
    <li
      id={id}
      className="grid scroll-mt-16 gap-x-8 gap-y-1.5 py-2.5 text-sm target:bg-accent-wash md:grid-cols-[minmax(0,1.1fr)_minmax(0,1.3fr)_minmax(0,1fr)]"
    >
      <p>
        <span className="mr-2 font-mono text-muted text-xs">{id}</span>
        <span className={heading ? 'text-muted' : 'font-medium'}>{name}</span>
      </p>
      <div className="flex flex-col gap-1">
        {threats.length > 0 && <Named label={threats.length === 1 ? 'Threat' : 'Threats'} entries={threats} room="threats" />}
        {controls.length > 0 && (
          <Named
            label={through === 'threat' ? 'Reduced by' : controls.length === 1 ? 'Control' : 'Controls'}
            entries={controls}
            room="controls"
          />
        )}
        {through === 'nothing' && threats.length === 0 && (
          <p className="text-faint">{heading ? 'Said by its parts' : 'Nothing in the catalogue refers to it'}</p>
        )}
      </div>
      {through === 'nothing' ? (
        <p className="text-muted">{threats.length > 0 ? 'No control reduces it' : ''}</p>
      ) : (
        <div>
          <CoverageBar coverage={coverage} />
          {coverage.assets > 0 && <p className="text-muted text-xs">{evidenceWords(coverage)}</p>}
        </div>
      )}
    </li>
  );
}

const few = 4;

function Named({ label, entries, room }: { label: string; entries: FrameworkItem['controls']; room: 'threats' | 'controls' }) {
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, few);
  return (
    <p>
      <span className="text-muted">{label}: </span>
      {shown.map((entry, at) => (
        <span key={entry.key}>
          {at > 0 && ', '}
          <Link href={`/catalogue/${room}/${entry.key}`} className="focus-ring rounded-sm hover:underline hover:underline-offset-2">
            {entry.name}
          </Link>
        </span>
      ))}
      {entries.length > shown.length && (
        <>
          {' '}
          <button type="button" onClick={() => setAll(true)} className="focus-ring rounded-sm text-accent-ink hover:underline">
            and {entries.length - shown.length} more
          </button>
        </>
      )}
    </p>
  );
}
