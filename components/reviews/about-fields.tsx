'use client';

import { useEffect, useState } from 'react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field } from '#components/ui/field.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import { type Subject, subjectLabels } from '#lib/reviews/rules.ts';
import { type About, type ChosenAsset, subjectsFor } from './about.ts';

export interface AboutFieldsProps {
  about: About;
  errors: Readonly<Record<string, string>>;
  onChange: (change: Partial<About>) => void;
  /** What cannot be chosen otherwise: it came with the address. */
  fixed: { subject: boolean; asset: boolean };
}

const hints: Partial<Record<Subject, string>> = {
  version: 'Is this version fit for use?',
  dataset: 'Is this data fit to be trained on?',
  transition: 'May it go on to another stage?',
  change: 'What differs between two versions, and may it go in?',
  access: 'Does somebody still need what they may do here?',
};

/** What is to be reviewed: a subject, and the thing. */
export function AboutFields({ about, errors, onChange, fixed }: AboutFieldsProps) {
  const { subject, asset } = about;
  return (
    <>
      {!fixed.subject && (
        <RadioGroup
          name="subject"
          legend="What is to be looked at"
          value={subject}
          onChange={(value) => onChange({ subject: value as Subject })}
          options={subjectsFor(fixed.asset ? (asset?.kind ?? null) : null)
            .filter((each) => !fixed.asset || each !== 'access')
            .map((value) => ({ value, label: subjectLabels[value], hint: hints[value] }))}
        />
      )}
      {subject === 'access' ? (
        <AccessFields about={about} errors={errors} onChange={onChange} />
      ) : (
        <>
          {!fixed.asset && <AssetField about={about} error={errors['asset']} onChange={onChange} />}
          {subject === 'transition' && (
            <Field label="To the stage" name="stage" required error={errors['stage']}>
              {(control) => (
                <Select
                  {...control}
                  placeholder="Choose a stage"
                  options={stages.filter((each) => each !== asset?.stage).map((value) => ({ value, label: stageLabels[value] }))}
                  value={about.stage ?? ''}
                  onChange={(event) => onChange({ stage: (event.target.value || null) as Stage | null })}
                />
              )}
            </Field>
          )}
          {asset && <VersionFields key={asset.id} about={about} assetId={asset.id} error={errors['version']} onChange={onChange} />}
        </>
      )}
    </>
  );
}

function AssetField({ about, error, onChange }: { about: About; error?: string; onChange: AboutFieldsProps['onChange'] }) {
  const [seen] = useState(() => new Map<string, ChosenAsset>());
  async function find(q: string, signal: AbortSignal): Promise<readonly OptionListItem[]> {
    const kind = about.subject === 'dataset' ? 'dataset' : undefined;
    const { rows } = await request('GET /assets', { ...(q && { q }), ...(kind && { kind }), limit: 20 }, { signal });
    for (const { id, name, kind: of, stage, teamName } of rows) seen.set(id, { id, name, kind: of, stage, teamName });
    return rows.map((asset) => ({ value: asset.id, label: asset.name, mark: <KindIcon kind={asset.kind} />, aside: asset.teamName }));
  }
  return (
    <Field label="Asset" name="asset" required error={error}>
      {(control) => (
        <Combobox
          {...control}
          label="Asset"
          value={about.asset?.id ?? null}
          valueLabel={about.asset?.name ?? <span className="text-faint">Choose an asset</span>}
          options={find}
          onChange={(id) => onChange({ asset: (id && seen.get(id)) || null, versionId: null, baseVersionId: null })}
        />
      )}
    </Field>
  );
}

type Label = { value: string; label: string };

function VersionFields({
  about,
  assetId,
  error,
  onChange,
}: {
  about: About;
  assetId: string;
  error?: string;
  onChange: AboutFieldsProps['onChange'];
}) {
  const [versions, setVersions] = useState<readonly Label[] | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    request('GET /assets/{id}/versions', { id: assetId, limit: 200 }, { signal: aborter.signal }).then(
      ({ rows }) => setVersions(rows.map(({ id, label }) => ({ value: id, label }))),
      () => !aborter.signal.aborted && setVersions([]),
    );
    return () => aborter.abort();
  }, [assetId]);
  const { subject, versionId, baseVersionId } = about;
  if (versions && versions.length === 0 && subject !== 'transition')
    return (
      <p className="text-muted text-sm">
        {subject === 'dataset'
          ? 'It has no version yet: what stands in the inventory is looked at.'
          : 'It has no version yet. Register one first: a review is bound to exactly what is looked at.'}
      </p>
    );
  const choose = (label: string, value: string | null, placeholder: string, set: (id: string | null) => void) => (
    <Field
      label={label}
      name="version"
      required={subject === 'change'}
      error={label === 'Version' ? error : undefined}
      className="flex-1 basis-40"
    >
      {(control) => (
        <Select
          {...control}
          placeholder={placeholder}
          disabled={versions === null}
          options={versions ?? []}
          value={value ?? ''}
          onChange={(event) => set(event.target.value || null)}
        />
      )}
    </Field>
  );
  return (
    <div className="flex flex-wrap gap-4">
      {subject === 'change' && choose('Compared with', baseVersionId, 'Choose a version', (id) => onChange({ baseVersionId: id }))}
      {choose('Version', versionId, subject === 'change' ? 'Choose a version' : 'The newest', (id) => onChange({ versionId: id }))}
    </div>
  );
}

function AccessFields({ about: { team, person }, errors, onChange }: Omit<AboutFieldsProps, 'fixed'>) {
  const teams = async (q: string, signal: AbortSignal): Promise<readonly OptionListItem[]> => {
    const found = await request('GET /teams', {}, { signal });
    return found.teams
      .filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()))
      .map(({ id, name }) => ({ value: id, label: name }));
  };
  const members = async (q: string, signal: AbortSignal): Promise<readonly OptionListItem[]> => {
    if (!team) return [];
    const found = await request('GET /teams/{id}/members', { id: team.id }, { signal });
    return found.members
      .filter(({ name, status }) => status === 'active' && name.toLowerCase().includes(q.toLowerCase()))
      .map(({ id, name, role }) => ({ value: id, label: name, mark: <Avatar name={name} />, aside: role.name }));
  };
  return (
    <>
      <Field label="Team" name="team" required error={errors['team']}>
        {(control) => (
          <Combobox
            {...control}
            label="Team"
            value={team?.id ?? null}
            valueLabel={team?.name ?? <span className="text-faint">Choose a team</span>}
            options={teams}
            onChange={(id, item) => onChange({ team: id && item ? { id, name: item.label } : null, person: null })}
          />
        )}
      </Field>
      <Field label="Whose access" name="person" required error={errors['person']}>
        {(control) => (
          <Combobox
            {...control}
            key={team?.id}
            label="Whose access"
            disabled={!team}
            value={person?.id ?? null}
            valueLabel={person?.name ?? <span className="text-faint">{team ? 'Choose a member' : 'Choose a team first'}</span>}
            options={members}
            onChange={(id, item) => onChange({ person: id && item ? { id, name: item.label } : null })}
          />
        )}
      </Field>
    </>
  );
}
