'use client';

import { type ChangeEvent, type FormEvent, useState } from 'react';
import { RoleSelect } from '#components/access/role-select.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { InvitationPreview } from '#lib/access/users/invitations/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { TeamField } from './team-field.tsx';

export type InviteDraft = { text: string; role: string; teamId: string; teamRole: string };

export interface InviteFormProps {
  draft: InviteDraft;
  onChange: (draft: InviteDraft) => void;
  onPreview: (preview: InvitationPreview) => void;
}

const example = 'mara.oh@example.org\nJonas Becker <jonas.becker@example.org>';

/** A pasted list or a CSV, and what those get whose line says nothing else. */
export function InviteForm({ draft, onChange, onPreview }: InviteFormProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [wrong, setWrong] = useState<{ text?: string; teamRole?: string }>({});

  async function look(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setFailure(null);
    if (!draft.text.trim()) return refuse(event, { text: 'Enter at least one email address.' });
    if (draft.teamId && !draft.teamRole) return refuse(event, { teamRole: 'Choose their role in the team.' });
    setWrong({});
    setBusy(true);
    try {
      const { text, role, teamId, teamRole } = draft;
      const preview = await request('POST /invitations/preview', {
        text,
        role,
        teamId: teamId || null,
        teamRole: teamId ? teamRole : null,
      });
      if (preview.lines.length === 0) return setWrong({ text: 'There is no email address in this text.' });
      onPreview(preview);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setFailure(error.message);
    } finally {
      setBusy(false);
    }
  }

  function refuse(event: FormEvent, fields: { text?: string; teamRole?: string }) {
    setWrong(fields);
    const name = fields.text ? 'text' : 'teamRole';
    event.currentTarget.querySelector<HTMLElement>(`[data-field=${name}] :is(textarea, select)`)?.focus();
  }

  async function take(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    if (file.size > 200_000) return setFailure('This file is larger than 200 kB. Invite in several batches.');
    onChange({ ...draft, text: await file.text() });
  }

  return (
    <form onSubmit={look} noValidate className="flex flex-col gap-5">
      {failure && <Callout tone="danger">{failure}</Callout>}
      <Field
        label="Whom to invite"
        name="text"
        error={wrong.text}
        hint="One per line or separated by commas: an email address, or a name followed by the address in angle brackets. The first line of a CSV names its columns: email, name, role, team, team role."
      >
        {(control) => (
          <Textarea
            {...control}
            mono
            rows={7}
            spellCheck={false}
            placeholder={example}
            value={draft.text}
            onChange={(event) => onChange({ ...draft, text: event.target.value })}
          />
        )}
      </Field>
      <label className="focus-within:focus-ring -mt-3 w-fit cursor-pointer rounded-sm text-accent-ink text-sm underline underline-offset-2">
        Choose a CSV file
        <input type="file" accept=".csv,text/csv,text/plain" className="sr-only" onChange={take} />
      </label>
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-2 font-semibold">Unless a line says otherwise</legend>
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="Organisation role" name="role">
            {(control) => (
              <RoleSelect control={control} scope="organisation" value={draft.role} onChange={(role) => onChange({ ...draft, role })} />
            )}
          </Field>
          <TeamField value={draft.teamId} noneLabel="No team" onChange={(teamId) => onChange({ ...draft, teamId })} />
          {draft.teamId && (
            <Field label="Role in the team" name="teamRole" error={wrong.teamRole}>
              {(control) => (
                <RoleSelect control={control} value={draft.teamRole} onChange={(teamRole) => onChange({ ...draft, teamRole })} />
              )}
            </Field>
          )}
        </div>
      </fieldset>
      <Button type="submit" variant="primary" busy={busy} className="self-start">
        Preview
      </Button>
    </form>
  );
}
