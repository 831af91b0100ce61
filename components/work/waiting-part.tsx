'use client';

import { useEffect, useState } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { request } from '#lib/client.ts';
import type { WorkPage } from '#lib/insights/work/schema.ts';
import { DueTime, ThingMark } from './thing.tsx';

const shown = 5;

/** The first of what waits for the viewer, asked for once the page stands. Where it cannot be had, the page does without. */
export function WaitingPart() {
  const [page, setPage] = useState<WorkPage | 'failed' | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    request('GET /work', { part: 'waiting', limit: shown }, { signal: aborter.signal }).then(setPage, () => {
      if (!aborter.signal.aborted) setPage('failed');
    });
    return () => aborter.abort();
  }, []);
  if (page === 'failed') return null;
  return (
    <DetailSection
      title="Waiting for you"
      actions={
        <LinkButton href="/work" size="sm" variant="quiet" className="-mr-2">
          My work
        </LinkButton>
      }
    >
      {page === null ? (
        <div aria-hidden="true" className="h-20 rounded-md bg-sunken/50" />
      ) : page.rows.length === 0 ? (
        <p className="text-muted text-sm">Nothing waits for you.</p>
      ) : (
        <ul className="-mx-2 flex flex-col text-sm">
          {page.rows.map((item) => (
            <li key={`${item.thing} ${item.id}`}>
              <a href={item.href} className="focus-ring-inset flex items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover">
                <ThingMark thing={item.thing} wordless />
                <span className="min-w-0 flex-1 truncate">{item.title}</span>
                <DueTime item={item} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </DetailSection>
  );
}
