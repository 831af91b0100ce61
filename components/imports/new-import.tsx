'use client';

import { Download, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { Select } from '#components/ui/select.tsx';
import { byteSize } from '#components/versions/byte-size.ts';
import { type Kind, kindLabels, kinds } from '#lib/assets/rules.ts';
import { operationHref, upload } from '#lib/client.ts';

export interface NewImportProps {
  /** The teams into which the viewer may import, and the kinds that this covers. */
  teams: readonly { id: string; name: string; kinds: readonly Kind[] }[];
  maxBytes: number;
}

type Sending = { file: File; done: number };

/** Chooses a team and a file, and sends the file; reading it goes on by itself, on the import's own page. */
export function NewImport({ teams, maxBytes }: NewImportProps) {
  const router = useRouter();
  const [teamId, setTeamId] = useState(teams.length === 1 ? (teams[0]?.id ?? '') : '');
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // Before the page is alive a dropped file would be lost, or opened by the browser.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const aborter = useRef<AbortController | null>(null);
  const team = teams.find((each) => each.id === teamId);

  async function send(file: File) {
    setFailure(null);
    if (file.size === 0) return setFailure(`${file.name} is empty.`);
    if (file.size > maxBytes) return setFailure(`${file.name} is ${byteSize(file.size)}; at most ${byteSize(maxBytes)} are taken.`);
    setSending({ file, done: 0 });
    aborter.current = new AbortController();
    try {
      const onProgress = (done: number) => setSending({ file, done });
      const { id } = await upload('POST /imports', { teamId, fileName: file.name.slice(-255) }, file, onProgress, aborter.current.signal);
      router.push(`/imports/${id}`);
    } catch (error) {
      setSending(null);
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        setFailure(error instanceof Error ? error.message : 'The file could not be sent. Try again.');
    }
  }

  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <Field
        label="Team"
        hint={
          team && team.kinds.length < kinds.length
            ? `Your role in this team covers ${team.kinds.map((kind) => kindLabels[kind].toLowerCase()).join(', ')}; anything else in the file is rejected, row by row.`
            : 'What is new is registered for this team.'
        }
      >
        {(control) => (
          <Select
            {...control}
            value={teamId}
            placeholder={teams.length > 1 ? 'Choose a team' : undefined}
            disabled={sending !== null}
            onChange={(event) => setTeamId(event.target.value)}
            options={teams.map((each) => ({ value: each.id, label: each.name }))}
          />
        )}
      </Field>
      {failure && <Callout tone="danger">{failure}</Callout>}
      {sending ? (
        <div className="flex flex-col gap-2 rounded-md border px-4 py-4" aria-live="polite">
          <div className="flex items-center gap-3 text-sm">
            <span className="min-w-0 flex-1 truncate font-medium">{sending.file.name}</span>
            <span className="text-muted tabular-nums">
              {sending.done < 1 ? `${byteSize(sending.file.size * sending.done)} of ${byteSize(sending.file.size)}` : 'Sent, opening…'}
            </span>
            <Button size="sm" variant="quiet" icon={<X aria-hidden="true" />} onClick={() => aborter.current?.abort()}>
              Cancel
            </Button>
          </div>
          <ProgressBar label={`Sending ${sending.file.name}`} value={sending.done} />
        </div>
      ) : (
        <FileDrop
          label="Drop a file here"
          hint={teamId ? `JSON or CSV in UTF-8, up to ${byteSize(maxBytes)}` : 'Choose the team first'}
          disabled={!teamId || !ready}
          accept=".json,.csv,.tsv,.cdx,.spdx,.jsonld,application/json,text/csv"
          onFiles={([file]) => file && void send(file)}
        />
      )}
      <section aria-labelledby="what-is-read" className="text-sm">
        <h2 id="what-is-read" className="mb-2 font-semibold">
          What is read
        </h2>
        <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-2 max-sm:grid-cols-1">
          {formats.map(([name, text]) => (
            <div key={name} className="col-span-full grid grid-cols-subgrid">
              <dt className="font-medium">{name}</dt>
              <dd className="text-muted">{text}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4">
          <a
            href={operationHref('GET /imports/template.csv', {})}
            download
            className="focus-ring inline-flex items-center gap-1.5 rounded-sm text-accent-ink underline underline-offset-2"
          >
            <Download className="size-4" aria-hidden="true" />
            Download a CSV to start from
          </a>
        </p>
      </section>
    </div>
  );
}

const formats = [
  ['CycloneDX 1.5 to 1.7', 'JSON. Models, datasets and what they run on become assets; libraries stay in a version’s list of components.'],
  ['SPDX 3.0.1', 'JSON-LD. AI and dataset packages with their relationships.'],
  ['CSV', 'Any columns: you see how they are understood, change it, and it is remembered.'],
  ['Gatehouse export', 'JSON, CSV or CycloneDX as Gatehouse writes them; an import brings the same inventory back.'],
] as const;
