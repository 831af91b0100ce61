'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { request } from '#lib/client.ts';
import type { ChangePreview } from '#lib/risks/catalogue/changes/schema.ts';
import { ProposedChange } from './proposed-change.tsx';

const mostBytes = 4_000_000;

/** A catalogue file, dropped or pasted: everything that is wrong with it is named; what it would change is shown before it is applied. */
export function ImportCatalogue() {
  const [text, setText] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [preview, setPreview] = useState<ChangePreview | null>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);

  async function look(given: string) {
    setBusy(true);
    setProblems([]);
    try {
      setPreview(await request('POST /catalogue/changes/preview', { change: { type: 'apply-file', text: given } }));
    } catch (error) {
      setProblems((error instanceof Error ? error.message : 'Try again.').replace(/^change\.text: /, '').split('\n'));
    } finally {
      setBusy(false);
    }
  }

  async function take([file]: readonly File[]) {
    if (!file) return;
    setName(file.name);
    if (file.size > mostBytes) return setProblems([`${file.name} is larger than 4 MB.`]);
    const read = await file.text();
    setText(read);
    await look(read);
  }

  if (preview)
    return (
      <ProposedChange
        change={{ type: 'apply-file', text }}
        preview={preview}
        action="Import"
        done="The file stands in the catalogue."
        onCancel={() => setPreview(null)}
      />
    );
  return (
    <form
      className="flex max-w-3xl flex-col gap-5"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void look(text);
      }}
    >
      <FileDrop
        label="Drop a catalogue file here"
        hint="JSON in the form of an export, up to 4 MB"
        accept=".json"
        disabled={busy}
        onFiles={(files) => void take(files)}
      />
      {problems.length > 0 && (
        <Callout tone="danger" title={name ? `${name} was not taken` : 'This was not taken'}>
          <ul className="mt-1 flex flex-col gap-0.5">
            {problems.map((problem) => (
              <li key={problem} className="break-words">
                {problem}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      <Field label="Or paste it" hint="Nothing is written before you have seen what would change.">
        {(control) => (
          <Textarea
            {...control}
            mono
            rows={10}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setName(null);
            }}
          />
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" busy={busy} disabled={text.trim() === ''}>
          See what would change
        </Button>
      </div>
    </form>
  );
}
