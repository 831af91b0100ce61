'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select } from '#components/ui/select.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Policy, Preview } from '#lib/gates/policies/schema.ts';
import {
  freeKey,
  mostRequirements,
  type Requirement,
  type RequirementType,
  requirementTypes,
  typeHints,
  typeLabels,
} from '#lib/gates/rules.ts';
import { PolicyPreview } from './policy-preview.tsx';
import { RequirementFields } from './requirement-fields.tsx';

/** What a requirement of a type begins with. */
function begin(type: RequirementType, taken: readonly string[]): Requirement {
  const key = freeKey(type, taken);
  switch (type) {
    case 'controls_verified':
      return { key, type, controls: [] };
    case 'reviews_approved':
      return { key, type, templates: [], subject: 'version', count: 1 };
    case 'evidence_younger':
      return { key, type, days: 365 };
    case 'complete_digests':
      return { key, type };
    default:
      return { key, type, level: 'high' };
  }
}

/** What is missing before it can be asked or saved; empty where nothing is. */
function missingIn(requirements: readonly Requirement[]): string {
  for (const each of requirements) {
    if (each.type === 'controls_verified' && each.controls.length === 0)
      return 'Choose at least one control, or take the requirement away.';
    if (each.type === 'reviews_approved' && each.subject === null && each.templates.length === 0)
      return 'Choose at least one template, or count any review of a subject.';
    if (each.type === 'reviews_approved' && !(each.count >= 1)) return 'Say how many reviews it takes.';
    if (each.type === 'evidence_younger' && !(each.days >= 1)) return 'Say how old evidence may be.';
  }
  return '';
}

/** Changes what a gate asks for: with a preview of what would pass and fail today, saved as a new number. */
export function PolicyEditor({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const router = useRouter();
  const { kind, stage, versions, choices } = policy;
  const [holds] = versions;
  const [preview, setPreview] = useState<{ of: readonly Requirement[]; told: Preview } | null>(null);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState('');
  const form = useOperationForm<{ requirements: readonly Requirement[] }, { number: number }>({
    initial: { requirements: holds?.requirements ?? [] },
    check: ({ requirements }) => {
      const missing = missingIn(requirements);
      return missing ? { requirements: missing } : {};
    },
    submit: ({ requirements }) =>
      request('POST /gates/policies/{kind}/{stage}', { kind, stage, number: holds?.number ?? 0, requirements: [...requirements] }),
    onDone: ({ number }) => {
      showToast(number === holds?.number ? 'Nothing was changed.' : `Saved as number ${number}. Verdicts go by it from now on.`, {
        tone: 'good',
      });
      router.refresh();
      onClose();
    },
  });
  const { requirements } = form.values;
  const set = (next: readonly Requirement[]) => {
    setProblem('');
    form.set('requirements', next);
  };

  async function ask() {
    const missing = missingIn(requirements);
    setProblem(missing);
    if (missing) return;
    setAsking(true);
    try {
      const told = await request('POST /gates/policies/{kind}/{stage}/preview', { kind, stage, requirements: [...requirements] });
      setPreview({ of: requirements, told });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The preview could not be made.');
    }
    setAsking(false);
  }

  return (
    <form {...form.form} className="flex max-w-3xl flex-col gap-4">
      <FormNotices
        form={form}
        labels={{ requirements: 'Requirements' }}
        show={(_, value) => `${Array.isArray(value) ? value.length : 0} requirements`}
      />
      <ul className="flex flex-col divide-y border-y">
        {requirements.map((requirement, at) => (
          <li key={requirement.key} className="flex flex-col gap-2 py-3">
            <div className="flex items-start gap-2">
              <div className="min-w-0 flex-1">
                <p className="font-medium text-sm">{typeLabels[requirement.type]}</p>
                <p className="text-muted text-xs">{typeHints[requirement.type]}</p>
              </div>
              <IconButton
                label={`Take away: ${typeLabels[requirement.type]}`}
                onClick={() => set(requirements.filter((_, index) => index !== at))}
              >
                <Trash2 aria-hidden="true" />
              </IconButton>
            </div>
            <RequirementFields
              requirement={requirement}
              choices={choices}
              onChange={(next) => set(requirements.map((each, index) => (index === at ? next : each)))}
            />
          </li>
        ))}
        {requirements.length === 0 && <li className="py-3 text-muted text-sm">It asks for nothing: everything passes.</li>}
      </ul>
      {(problem || form.field('requirements').error) && (
        <p role="alert" className="text-critical-ink text-sm">
          {problem || form.field('requirements').error}
        </p>
      )}
      {requirements.length < mostRequirements && (
        <div className="w-64">
          <Select
            aria-label="Add a requirement"
            placeholder="Add a requirement…"
            options={requirementTypes.map((type) => ({ value: type, label: typeLabels[type] }))}
            value=""
            onChange={(event) => {
              const type = requirementTypes.find((each) => each === event.target.value);
              const taken = requirements.map(({ key }) => key);
              if (type) set([...requirements, begin(type, taken)]);
            }}
          />
        </div>
      )}
      {preview && <PolicyPreview preview={preview.told} requirements={preview.of} choices={choices} old={preview.of !== requirements} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button busy={asking} onClick={ask}>
          Preview
        </Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Save as a new number
        </Button>
      </div>
    </form>
  );
}
