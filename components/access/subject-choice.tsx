'use client';

import { Bot } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field } from '#components/ui/field.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Permission, permissionNames, permissions } from '#lib/access/permissions.ts';
import { request } from '#lib/client.ts';
import { findTeams } from './request-form.tsx';

export type Named = { id: string; name: string };

export interface SubjectChoiceProps {
  /** What stands in the address. */
  chosen: { who?: Named | null; permission?: Permission; asset: Named | null; team: Named | null; token?: Named | null };
  /** Through which of their tokens one may look. */
  tokens?: readonly Named[];
  /** One may ask about others; otherwise about oneself alone. */
  others?: boolean;
}

async function findPrincipals(q: string, signal: AbortSignal): Promise<readonly OptionListItem[]> {
  const { principals } = await request('GET /access/principals', { q }, { signal });
  return principals.map(({ id, type, name, aside }) => ({
    value: id,
    label: name,
    mark: type === 'person' ? <Avatar name={name} /> : <Bot aria-hidden="true" />,
    aside,
  }));
}

async function findAssets(q: string, signal: AbortSignal): Promise<readonly OptionListItem[]> {
  const { rows } = await request('GET /assets', { ...(q && { q }), limit: 20 }, { signal });
  return rows.map((asset) => ({ value: asset.id, label: asset.name, mark: <KindIcon kind={asset.kind} />, aside: asset.teamName }));
}

/** Whose rights, or which right, and on what: each choice is an address of its own. */
export function SubjectChoice({ chosen, tokens = [], others = false }: SubjectChoiceProps) {
  const router = useRouter();
  const path = usePathname();
  const go = (change: Partial<Record<'who' | 'permission' | 'asset' | 'team' | 'token', string | undefined>>) => {
    const { who, permission, asset, team, token } = chosen;
    const standing = { who: who?.id, permission, asset: asset?.id, team: team?.id, token: token?.id };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...standing, ...change })) if (value) query.set(name, value);
    router.push(`${path}?${query}`);
  };
  return (
    <div className="grid max-w-5xl gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {chosen.permission && (
        <Field label="Permission">
          {(control) => (
            <Combobox
              {...control}
              label="Permission"
              value={chosen.permission ?? null}
              options={permissionNames.map((name) => ({ value: name, label: permissions[name] }))}
              onChange={(permission) => permission && go({ permission })}
            />
          )}
        </Field>
      )}
      {chosen.who !== undefined && (
        <Field label="Person or service account">
          {(control) => (
            <Combobox
              {...control}
              label="Person or service account"
              disabled={!others}
              value={chosen.who?.id ?? null}
              valueLabel={chosen.who?.name}
              options={findPrincipals}
              placeholder="Choose a person or service account"
              onChange={(who) => who && go({ who, token: undefined })}
            />
          )}
        </Field>
      )}
      <Field label="Asset">
        {(control) => (
          <Combobox
            {...control}
            label="Asset"
            value={chosen.asset?.id ?? null}
            valueLabel={chosen.asset?.name}
            options={findAssets}
            placeholder="Choose an asset"
            onChange={(asset) => asset && go({ asset, team: undefined })}
          />
        )}
      </Field>
      <Field label="or a team">
        {(control) => (
          <Combobox
            {...control}
            label="Team"
            value={chosen.team?.id ?? null}
            valueLabel={chosen.team?.name}
            options={findTeams}
            placeholder="Choose a team"
            onChange={(team) => team && go({ team, asset: undefined })}
          />
        )}
      </Field>
      {tokens.length > 0 && (
        <Field label="Through a token">
          {(control) => (
            <Select
              {...control}
              value={chosen.token?.id ?? ''}
              placeholder="None: what they hold themselves"
              options={tokens.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => go({ token: event.target.value || undefined })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
