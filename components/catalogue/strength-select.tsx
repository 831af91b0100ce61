'use client';

import { RotateCcw } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Reduction } from '#lib/risks/catalogue/rules.ts';
import { useCatalogueChange } from './use-catalogue-change.tsx';
import { effectWords, strengthLabel } from './words.ts';

export interface StrengthSelectProps {
  control: { key: string; name: string; version: number };
  threat: { key: string; name: string };
  effect: { reduces: Reduction; strength: number; shippedStrength: number | null };
}

/** How much a control takes off a threat, changed in place: what would move is shown first. A built-in strength can be set back. */
export function StrengthSelect({ control, threat, effect }: StrengthSelectProps) {
  const { toast, busy, dialog } = useCatalogueChange();
  const set = (strength: number) =>
    toast(
      { type: 'edit-mitigation', control: control.key, version: control.version, threat: threat.key, strength },
      {
        title: `Change what ${control.name} does against ${threat.name}?`,
        confirm: 'Change',
        done: 'Strength changed.',
        consequence: `${effectWords(effect.reduces, strength)} where it is verified${strength > 1 ? `, ${strength - 1} where it is implemented` : ''}.`,
      },
    );
  const edited = effect.shippedStrength !== null && effect.strength !== effect.shippedStrength;
  return (
    <span className="inline-flex items-center gap-1">
      <Select
        aria-label={`Strength of ${control.name} against ${threat.name}`}
        className="!h-7 min-w-34"
        value={String(effect.strength)}
        disabled={busy}
        options={[0, 1, 2, 3].map((strength) => ({ value: String(strength), label: strengthLabel(strength) }))}
        onChange={(event) => void set(Number(event.target.value))}
      />
      {edited && (
        <IconButton
          label={`Set back to the built-in strength, ${effect.shippedStrength}`}
          onClick={() => void set(effect.shippedStrength ?? 0)}
        >
          <RotateCcw aria-hidden="true" />
        </IconButton>
      )}
      {dialog}
    </span>
  );
}
