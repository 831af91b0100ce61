'use client';

import { useEffect, useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Team } from '#lib/access/teams/schema.ts';
import { request } from '#lib/client.ts';

export interface TeamSelectProps {
  value: string;
  onChange: (teamId: string) => void;
  /** The team it is in already. */
  without?: string;
}

/** Chooses the team that assets go to, among those where the viewer may place them. */
export function TeamSelect({ value, onChange, without }: TeamSelectProps) {
  const [teams, setTeams] = useState<readonly Team[] | 'failed' | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    request('GET /teams', {}, { signal: aborter.signal }).then(
      (answer) => setTeams(answer.teams.filter((team) => team.may.some((right) => right.permission === 'asset.move'))),
      () => !aborter.signal.aborted && setTeams('failed'),
    );
    return () => aborter.abort();
  }, []);
  if (teams === null) return <Skeleton className="h-8 w-full" />;
  if (teams === 'failed') return <p className="text-critical-ink">The teams could not be loaded. Close this and try again.</p>;
  const offered = teams.filter((team) => team.id !== without);
  if (offered.length === 0) return <p>There is no other team in which you may place assets. An administrator can move it anywhere.</p>;
  return (
    <Field label="New team" name="teamId">
      {(control) => (
        <Select
          {...control}
          placeholder="Choose a team"
          options={offered.map((team) => ({ value: team.id, label: team.name }))}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
