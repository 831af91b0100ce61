'use client';

import { Pencil, Power } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Part } from '#lib/risks/catalogue/rules.ts';
import { useCatalogueChange } from './use-catalogue-change.tsx';

export interface EntryActionsProps {
  part: Part;
  entry: { key: string; name: string; version: number; builtIn: boolean; enabled: boolean };
}

const consequences: Record<Part, readonly [off: string, on: string]> = {
  threat: [
    'Its risks no longer count. What was assessed is kept and counts again as soon as the threat is switched on.',
    'It bears on assets again, with what was assessed before.',
  ],
  control: ['Safeguards of it stay on their assets and take nothing off until it is switched on.', 'Safeguards of it count again.'],
  framework: ['It is left out of lists. What refers to it keeps its references.', 'It stands in lists again.'],
};

/** What can be edited of a built-in entry. */
const builtInEdits: Record<Part, string> = { threat: 'References', control: 'Effects and references', framework: '' };

/** What a manager of the catalogue may do with an entry: switch it off and on, and edit it where it is the organisation's own. */
export function EntryActions({ part, entry }: EntryActionsProps) {
  const { toast, busy, dialog } = useCatalogueChange();
  const { key, name, version, enabled } = entry;
  const verb = enabled ? 'Switch off' : 'Switch on';
  const turn = () =>
    toast(
      { type: `switch-${part}`, key, version, enabled: !enabled },
      {
        title: `${verb} “${name}”?`,
        confirm: verb,
        done: `${name} is switched ${enabled ? 'off' : 'on'}.`,
        consequence: consequences[part][enabled ? 0 : 1],
        always: true,
      },
    );
  return (
    <>
      <Button icon={<Power aria-hidden="true" />} busy={busy} onClick={turn}>
        {verb}
      </Button>
      {!(entry.builtIn && part === 'framework') && (
        <LinkButton
          href={`/catalogue/${part}s/${key}/edit`}
          variant={entry.builtIn ? 'secondary' : 'primary'}
          icon={<Pencil aria-hidden="true" />}
        >
          {entry.builtIn ? builtInEdits[part] : 'Edit'}
        </LinkButton>
      )}
      {dialog}
    </>
  );
}
