'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RequestError } from '#lib/client.ts';
import { matrixProblem, usualRiskSettings } from '#lib/risks/catalogue/rules.ts';
import type { Scoring } from '#lib/risks/catalogue/schema.ts';
import { ScoringMatrix } from './scoring-matrix.tsx';
import { useCatalogueChange } from './use-catalogue-change.tsx';

/** The matrix and how long assessments hold, for a manager of the catalogue: what would move is shown before it is saved. */
export function ScoringForm({ scoring }: { scoring: Scoring }) {
  const { make, busy, dialog } = useCatalogueChange();
  const [matrix, setMatrix] = useState<readonly number[]>(scoring.matrix);
  const [days, setDays] = useState(String(scoring.assessmentDays));
  const [failure, setFailure] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [seen, setSeen] = useState(scoring.version);
  if (seen !== scoring.version) {
    setSeen(scoring.version);
    setMatrix(scoring.matrix);
    setDays(String(scoring.assessmentDays));
  }
  const problem = matrixProblem(matrix);
  const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join();
  const dirty = !same(matrix, scoring.matrix) || days !== String(scoring.assessmentDays);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setFailure(null);
    setWrong(null);
    try {
      await make(
        { type: 'edit-scoring', version: scoring.version, matrix: [...matrix], assessmentDays: Number(days) },
        { title: 'Change the scoring?', confirm: 'Change', done: 'Scoring saved.' },
      );
    } catch (error) {
      const fields = error instanceof RequestError ? (error.details.fields ?? {}) : {};
      if (fields['assessmentDays']) setWrong(fields['assessmentDays']);
      else setFailure(error instanceof Error ? error.message : 'Try again.');
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      <ScoringMatrix matrix={matrix} problem={problem} onChange={setMatrix} />
      {problem && <Callout tone="danger">{problem.message}</Callout>}
      {!same(matrix, usualRiskSettings.matrix) && (
        <p className="text-muted text-sm">
          This is not the matrix that Gatehouse begins with.{' '}
          <button
            type="button"
            className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
            onClick={() => setMatrix(usualRiskSettings.matrix)}
          >
            Set it back
          </button>
        </p>
      )}
      <Field
        label="An assessment holds for"
        error={wrong}
        hint="Days, for assessments made from now on. After that a low or medium risk is stale until somebody looks again."
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            className="!w-24"
            value={days}
            onChange={(event) => setDays(event.target.value.replace(/\D/g, ''))}
          />
        )}
      </Field>
      {failure && <Callout tone="danger">{failure}</Callout>}
      <div className="flex items-center gap-2">
        <Button type="submit" variant="primary" busy={busy} disabled={problem !== null || !dirty}>
          See what would move
        </Button>
        {dirty && (
          <Button
            onClick={() => {
              setMatrix(scoring.matrix);
              setDays(String(scoring.assessmentDays));
            }}
          >
            Undo changes
          </Button>
        )}
      </div>
      {dialog}
    </form>
  );
}
