import { Plus, X } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import type { Reduction } from '#lib/risks/catalogue/rules.ts';
import { strengthLabel } from './words.ts';

export type Effect = { threat: string; reduces: Reduction; strength: number; stages: readonly Stage[] };
export type ReducibleThreat = {
  key: string;
  name: string;
  /** Stages at which it applies. */
  stages: readonly Stage[];
  /** What the built-in catalogue says of it: only the strength can be set. */
  shipped: boolean;
};

export interface EffectFieldsProps {
  effects: readonly Effect[];
  threats: readonly ReducibleThreat[];
  error: string | null;
  onChange: (effects: readonly Effect[]) => void;
}

/** What a control reduces: a row for each threat, with by how much and where. */
export function EffectFields({ effects, threats, error, onChange }: EffectFieldsProps) {
  const known = new Map(threats.map((threat) => [threat.key, threat]));
  const free = threats.filter(({ key }) => !effects.some(({ threat }) => threat === key));
  const change = (at: number, part: Partial<Effect>) =>
    onChange(effects.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <fieldset data-field="mitigates">
      <legend className="mb-1 font-medium text-sm">What it reduces</legend>
      {error && <p className="mb-1 text-critical-ink text-xs">{error}</p>}
      {effects.length > 0 && (
        <ul className="divide-y border-y">
          {effects.map((effect, at) => {
            const threat = known.get(effect.threat);
            const name = threat?.name ?? effect.threat;
            return (
              <li key={effect.threat} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 py-2 text-sm">
                <span className="min-w-0 flex-1 basis-56 font-medium">{name}</span>
                <Select
                  aria-label={`What it takes from ${name}`}
                  className="!w-32"
                  disabled={threat?.shipped}
                  value={effect.reduces}
                  options={[
                    { value: 'likelihood', label: 'Likelihood' },
                    { value: 'impact', label: 'Impact' },
                  ]}
                  onChange={(event) => change(at, { reduces: event.target.value as Reduction })}
                />
                <Select
                  aria-label={`Strength against ${name}`}
                  className="!w-36"
                  value={String(effect.strength)}
                  options={[0, 1, 2, 3].map((strength) => ({ value: String(strength), label: strengthLabel(strength) }))}
                  onChange={(event) => change(at, { strength: Number(event.target.value) })}
                />
                {!threat?.shipped && (
                  <IconButton label={`Leave out ${name}`} onClick={() => onChange(effects.filter((_, index) => index !== at))}>
                    <X aria-hidden="true" />
                  </IconButton>
                )}
                {!threat?.shipped && (
                  <div className="flex basis-full items-center gap-2 text-muted">
                    {effect.stages.length === 0 ? 'At each of its stages' : 'Only at'}
                    <MultiCombobox
                      label={`Stages of ${name}`}
                      values={effect.stages}
                      labels={stageLabels}
                      options={stages
                        .filter((stage) => threat?.stages.includes(stage))
                        .map((stage) => ({ value: stage, label: stageLabels[stage] }))}
                      onChange={(values) => change(at, { stages: stages.filter((stage) => values.includes(stage)) })}
                    />
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {free.length > 0 && (
        <div className="mt-2 flex items-center gap-2">
          <Plus className="size-4 text-muted" aria-hidden="true" />
          <Select
            aria-label="Add a threat that it reduces"
            className="!w-72"
            value=""
            placeholder="Add a threat…"
            options={free.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={(event) => {
              if (event.target.value)
                onChange([...effects, { threat: event.target.value, reduces: 'likelihood', strength: 1, stages: [] }]);
            }}
          />
        </div>
      )}
    </fieldset>
  );
}
