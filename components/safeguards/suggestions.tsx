'use client';

import { GitBranch, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import { safeguardStateLabels } from '#lib/risks/safeguards/rules.ts';
import type { Suggestion } from '#lib/risks/safeguards/schema.ts';

/** Shown before the rest is asked for. */
const shown = 8;

const risks = (count: number) => `${count} ${count === 1 ? 'risk' : 'risks'}`;

function worth({ risks: count, lowered, points }: Suggestion): string {
  if (points === 0) return `Works on ${risks(count)}, and would take nothing off now`;
  const off = `${points} ${points === 1 ? 'point' : 'points'} off ${risks(count)}`;
  return lowered > 0 ? `${off}, ${lowered} to a lower level` : off;
}

const focused = () => document.activeElement?.closest<HTMLElement>('li[data-control]')?.dataset.control;

/** Controls that nobody has considered for an asset, those first that would take most off. One press plans one: the button, or P on its line. */
export function Suggestions({ assetId, suggestions, mayEdit }: { assetId: string; suggestions: readonly Suggestion[]; mayEdit: boolean }) {
  const router = useRouter();
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);

  async function add({ control, name }: Suggestion, inheritFrom?: string) {
    if (busy) return;
    setBusy(control);
    try {
      await request('POST /safeguards', { assetId, control, ...(inheritFrom && { inheritFrom }) });
      showToast(inheritFrom ? `${name} is inherited.` : `${name} is planned.`, { tone: 'good' });
      router.refresh();
    } catch (error) {
      showToast('It could not be planned.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    } finally {
      setBusy(null);
    }
  }

  useShortcuts(
    mayEdit
      ? [
          {
            keys: 'p',
            label: 'Plan the control of the line',
            group: 'Safeguards',
            when: () => focused() !== undefined,
            run: () => {
              const suggestion = suggestions.find(({ control }) => control === focused());
              if (suggestion) void add(suggestion);
            },
          },
        ]
      : [],
  );

  return (
    <>
      <p className="mb-2 max-w-[72ch] text-muted text-sm">
        Ordered by what each would take off the asset’s residual risk if it were verified, in points of likelihood × impact.
      </p>
      <ul className="divide-y border-y">
        {(all ? suggestions : suggestions.slice(0, shown)).map((suggestion) => (
          <li
            key={suggestion.control}
            data-control={suggestion.control}
            className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5 text-sm"
          >
            <div className="min-w-0 flex-1 basis-72">
              <Link
                href={`/catalogue/controls/${suggestion.control}`}
                className="focus-ring rounded-sm font-medium text-ink hover:underline"
              >
                {suggestion.name}
              </Link>
              <p className="max-w-[72ch] text-muted text-xs">{suggestion.summary}</p>
              <p className="mt-0.5 text-xs tabular-nums">
                {worth(suggestion)}
                <span className="text-faint"> · {suggestion.threats.join(' · ')}</span>
              </p>
              {mayEdit && suggestion.sources.length > 0 && (
                <div className="mt-1 -ml-2 flex flex-wrap gap-x-1">
                  {suggestion.sources.slice(0, 2).map((source) => (
                    <Button
                      key={source.safeguardId}
                      size="sm"
                      variant="quiet"
                      className="max-w-full"
                      disabled={busy !== null}
                      icon={<GitBranch aria-hidden="true" />}
                      onClick={() => add(suggestion, source.safeguardId)}
                    >
                      <span className="truncate">
                        Inherit from {source.from === 'team' ? 'the team' : source.name} ({safeguardStateLabels[source.state].toLowerCase()}
                        )
                      </span>
                    </Button>
                  ))}
                </div>
              )}
            </div>
            {mayEdit && (
              <Button
                size="sm"
                busy={busy === suggestion.control}
                disabled={busy !== null && busy !== suggestion.control}
                icon={<Plus aria-hidden="true" />}
                onClick={() => add(suggestion)}
              >
                Plan
                <span className="sr-only"> {suggestion.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!all && suggestions.length > shown && (
        <Button className="mt-3" size="sm" variant="quiet" onClick={() => setAll(true)}>
          Show {suggestions.length - shown} more
        </Button>
      )}
    </>
  );
}
