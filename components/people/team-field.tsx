'use client';

import { useEffect, useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Team } from '#lib/access/teams/schema.ts';
import { request } from '#lib/client.ts';

export interface TeamFieldProps {
  value: string;
  onChange: (teamId: string) => void;
  /** Shown where no team is a choice too. */
  noneLabel?: string;
  error?: string | null;
}

/** Chooses a team, among those whose members the viewer manages. */
export function TeamField({ value, onChange, noneLabel = 'Choose a team', error }: TeamFieldProps) {
  const [teams, setTeams] = useState<readonly Team[] | 'failed' | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    request('GET /teams', {}, { signal: aborter.signal }).then(
      (answer) => setTeams(answer.teams.filter((team) => team.may.some((right) => right.permission === 'member.manage'))),
      () => !aborter.signal.aborted && setTeams('failed'),
    );
    return () => aborter.abort();
  }, []);
  if (teams === null) return <Skeleton className="h-8 w-full" />;
  if (teams === 'failed') return <p className="text-critical-ink">The teams could not be loaded. Close this and try again.</p>;
  return (
    <Field label="Team" name="teamId" error={error}>
      {(control) => (
        <Select
          {...control}
          placeholder={noneLabel}
          options={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
