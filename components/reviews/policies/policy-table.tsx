'use client';

import { Pencil, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import { type Trigger, triggerLabels, triggers } from '#lib/reviews/policies/rules.ts';
import type { Policy } from '#lib/reviews/policies/schema.ts';
import { type AskableTemplate, PolicyDialog, type PolicyValues } from './policy-dialog.tsx';
import { conditionWords } from './words.ts';

export interface PolicyTableProps {
  policies: readonly Policy[];
  templates: readonly AskableTemplate[];
  mayManage: boolean;
}

type Open = { initial: PolicyValues; edited: { id: string; version: number } | null } | null;

/** When something changes, who looks: policies by what triggers them, each on or off. */
export function PolicyTable({ policies, templates, mayManage }: PolicyTableProps) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const blank: PolicyValues = { trigger: 'exposure.changed', kinds: [], stages: [], severity: null, template: templates[0]?.key ?? null };
  return (
    <>
      <PageHeader
        title="Review policies"
        description="What is asked for by itself when something changes. While a review of the same waits, it is not asked for twice."
        actions={
          mayManage && (
            <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setOpen({ initial: blank, edited: null })}>
              New policy
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-6 px-4 pb-8 md:px-6">
        {triggers.map((trigger) => (
          <TriggerPart
            key={trigger}
            trigger={trigger}
            policies={policies.filter((policy) => policy.trigger === trigger)}
            mayManage={mayManage}
            onEdit={({ id, version, kinds, stages, severity, template }) =>
              setOpen({ initial: { trigger, kinds, stages, severity, template }, edited: { id, version } })
            }
          />
        ))}
      </div>
      {open && (
        <PolicyDialog
          {...open}
          templates={templates}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            showToast(open.edited ? 'The policy is saved.' : 'The policy is added.', { tone: 'good' });
            router.refresh();
          }}
        />
      )}
    </>
  );
}

interface PartProps {
  trigger: Trigger;
  policies: readonly Policy[];
  mayManage: boolean;
  onEdit: (policy: Policy) => void;
}

function TriggerPart({ trigger, policies, mayManage, onEdit }: PartProps) {
  return (
    <section aria-labelledby={`when-${trigger}`}>
      <h2 id={`when-${trigger}`} className="mb-1 font-semibold text-sm">
        {triggerLabels[trigger]}
      </h2>
      {policies.length === 0 ? (
        <p className="border-t py-2.5 text-muted text-sm">Nothing is asked for.</p>
      ) : (
        <ul className="divide-y border-t">
          {policies.map((policy) => (
            <PolicyRow key={policy.id} policy={policy} mayManage={mayManage} onEdit={() => onEdit(policy)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function PolicyRow({ policy, mayManage, onEdit }: { policy: Policy; mayManage: boolean; onEdit: () => void }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const { id, version, enabled, template, templateName, recent, waiting } = policy;
  const words = conditionWords(policy);
  async function turn() {
    setBusy(true);
    try {
      await request('POST /reviews/policies/{id}/switch', { id, version, enabled: !enabled });
      router.refresh();
    } catch (error) {
      showToast(error instanceof Error ? error.message : 'It could not be done.', { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1.5 py-2.5 text-sm">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={enabled ? '' : 'text-muted'}>{words}</span>
          {policy.builtIn && <Badge>Built in</Badge>}
        </p>
        <p className="text-muted">
          asks by{' '}
          {template ? (
            <Link href={`/reviews/templates/${template}`} className="focus-ring rounded-sm underline underline-offset-2 hover:text-ink">
              {templateName}
            </Link>
          ) : (
            'the template that gave the approval'
          )}
          {!policy.templateEnabled && ', which is switched off'}
        </p>
      </div>
      <p className="w-44 text-muted tabular-nums">
        {recent.toLocaleString('en-GB')} in 30 days, {waiting.toLocaleString('en-GB')} waiting
      </p>
      {mayManage ? (
        <span className="flex items-center gap-2">
          <Switch
            checked={enabled}
            disabled={busy}
            onChange={turn}
            aria-label={`${words}: ${templateName ?? 'as before'}`}
            label={enabled ? 'On' : 'Off'}
          />
          <IconButton label={`Edit: ${words}`} onClick={onEdit}>
            <Pencil aria-hidden="true" />
          </IconButton>
        </span>
      ) : (
        <Badge tone={enabled ? 'good' : 'neutral'}>{enabled ? 'On' : 'Off'}</Badge>
      )}
    </li>
  );
}
