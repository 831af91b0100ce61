'use client';

import { useState } from 'react';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { ManifestProblem } from '#lib/assets/versions/manifest/rules.ts';

/** A manifest as text may be this long: room for 100,000 long lines. */
const longest = 64 * 1024 * 1024;

export interface ManifestInputProps {
  text: string;
  onText: (text: string) => void;
  problems: readonly ManifestProblem[];
}

/** A manifest pasted or dropped as a file, with what is wrong with it line by line. */
export function ManifestInput({ text, onText, problems }: ManifestInputProps) {
  const [refused, setRefused] = useState<string | null>(null);
  async function take([file]: readonly File[]) {
    if (!file) return;
    if (file.size > longest) return setRefused(`"${file.name}" is over 64 MB: a manifest of 100,000 files is shorter.`);
    setRefused(null);
    onText(await file.text());
  }
  return (
    <div className="flex flex-col gap-3">
      <Field
        label="Manifest"
        hint="What sha256sum prints, or JSON: a list of path, sha256 and size."
        error={problems.length > 0 ? `${problems.length} ${problems.length === 1 ? 'line needs' : 'lines need'} mending.` : null}
      >
        {(control) => (
          <Textarea
            {...control}
            mono
            rows={8}
            spellCheck={false}
            value={text}
            onChange={(event) => onText(event.target.value)}
            placeholder={'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  model.onnx'}
          />
        )}
      </Field>
      {problems.length > 0 && (
        <ul className="flex flex-col gap-0.5 text-critical-ink text-xs">
          {problems.map((problem) => (
            <li key={`${problem.line} ${problem.message}`}>
              {problem.line !== null && <span className="font-medium">Line {problem.line}: </span>}
              {problem.message}
            </li>
          ))}
        </ul>
      )}
      <FileDrop label="Drop a manifest" hint="SHA256SUMS or manifest.json" onFiles={take} />
      {refused && <Callout tone="danger">{refused}</Callout>}
    </div>
  );
}
