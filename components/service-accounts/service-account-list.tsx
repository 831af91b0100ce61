'use client';

import { Bot, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { ServiceAccount } from '#lib/access/service-accounts/schema.ts';
import { type RoleOption, ServiceAccountDialog } from './service-account-dialog.tsx';

const columns = 'md:grid-cols-[minmax(12rem,2fr)_minmax(7rem,1fr)_8rem_8rem_7rem]';

export interface ServiceAccountListProps {
  teamId: string;
  accounts: readonly ServiceAccount[];
  roles: readonly RoleOption[];
  /** An archived team gets no more of them. */
  archived: boolean;
}

/** The service accounts of a team, each with its role, its tokens and when it was last heard of. */
export function ServiceAccountList({ teamId, accounts, roles, archived }: ServiceAccountListProps) {
  const router = useRouter();
  const [making, setMaking] = useState(false);
  const make = (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setMaking(true)}>
      New service account
    </Button>
  );
  return (
    <section aria-labelledby="service-accounts-title">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h2 id="service-accounts-title" className="font-semibold">
            Service accounts
          </h2>
          <p className="mt-1 max-w-[72ch] text-muted text-sm">
            What pipelines and scripts act as. They belong to the team, not to a person: they stay when somebody leaves.
          </p>
        </div>
        {accounts.length > 0 && !archived && make}
      </div>
      {accounts.length === 0 ? (
        <div className="rounded-md ring-1 ring-line ring-inset">
          <EmptyState icon={<Bot />} title="No service account yet" actions={archived ? undefined : make}>
            A pipeline that registers versions, or a script that exports the inventory, acts as one: with a role in this team and tokens of
            its own.
          </EmptyState>
        </div>
      ) : (
        <>
          <div aria-hidden="true" className={`grid gap-x-4 border-b pb-1.5 font-medium text-muted text-xs max-md:hidden ${columns}`}>
            <span>Name</span>
            <span>Role</span>
            <span>Tokens</span>
            <span>Last used</span>
            <span>State</span>
          </div>
          <ul aria-label="Service accounts" className="divide-y border-b max-md:border-t">
            {accounts.map((account) => (
              <li key={account.id} className={`relative grid items-start gap-x-4 gap-y-1.5 py-2.5 text-sm hover:bg-hover ${columns}`}>
                <div className="min-w-0">
                  <Link
                    href={`/teams/${teamId}/service-accounts/${account.id}`}
                    className="focus-ring break-words rounded-sm font-medium after:absolute after:inset-0 hover:underline hover:underline-offset-2"
                  >
                    {account.name}
                  </Link>
                  {account.description && <p className="line-clamp-2 text-muted text-xs">{account.description}</p>}
                </div>
                <Cell name="Role">{account.role.name}</Cell>
                <Cell name="Tokens">{account.tokens === 0 ? <span className="text-muted">None in force</span> : account.tokens}</Cell>
                <Cell name="Last used">
                  {account.lastUsedAt ? <RelativeTime value={account.lastUsedAt} /> : <span className="text-muted">Never</span>}
                </Cell>
                <div>{account.status === 'active' ? <Badge tone="good">Active</Badge> : <Badge>Deactivated</Badge>}</div>
              </li>
            ))}
          </ul>
        </>
      )}
      {making && (
        <ServiceAccountDialog
          teamId={teamId}
          roles={roles}
          onClose={() => setMaking(false)}
          onDone={(id) => router.push(`/teams/${teamId}/service-accounts/${id}`)}
        />
      )}
    </section>
  );
}

function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 max-md:flex max-md:gap-2">
      <span className="shrink-0 text-muted md:sr-only max-md:w-20">{name}</span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
