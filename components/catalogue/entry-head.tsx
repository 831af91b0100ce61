import type { ReactNode } from 'react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Callout } from '#components/ui/callout.tsx';

export interface EntryHeadProps {
  title: string;
  crumb: { label: string; href: string };
  entry: { builtIn: boolean; enabled: boolean };
  description: string;
  /** What it means that it is off. */
  off: string;
  actions?: ReactNode;
}

/** The head of a page about one entry: built in or the organisation's own, on or off. */
export function EntryHead({ title, crumb, entry, description, off, actions }: EntryHeadProps) {
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[crumb]}
        aside={
          <span className="inline-flex gap-1.5">
            {entry.builtIn ? <Badge>Built in</Badge> : <Badge tone="accent">Your own</Badge>}
            {!entry.enabled && <Badge tone="warning">Switched off</Badge>}
          </span>
        }
        description={description}
        actions={actions}
      />
      {!entry.enabled && (
        <div className="max-w-3xl px-4 pb-3 md:px-6">
          <Callout>{off}</Callout>
        </div>
      )}
    </>
  );
}
