import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { RoleActions } from '#components/roles/role-actions.tsx';
import { RoleView } from '#components/roles/role-view.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';

type Props = { params: Promise<{ key: string }> };

const roleOf = async (key: string) => call(roleOperations.get, { key }, { context: await pageContext() }).catch(missing);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await roleOf((await params).key)).name };
}

export default async function RolePage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  const role = await roleOf(key);
  const context = await pageContext();
  const holders = role.holders === null ? null : (await call(roleOperations.holders, { key }, { context })).holders;
  const reach = role.scope === 'team' ? 'A role in a team.' : 'A role in the whole organisation.';
  const origin = role.builtIn ? 'Built in.' : role.copiedFrom && `Copied from ${role.copiedFrom.name}.`;
  return (
    <>
      <PageHeader
        title={role.name}
        crumbs={[{ label: 'Roles', href: '/roles' }]}
        aside={role.retiredAt && <Badge>Retired</Badge>}
        description={[role.description, reach, origin].filter(Boolean).join(' ')}
        actions={
          <>
            {!role.builtIn && canEverywhere(actor, 'audit.read') && <LinkButton href={`/audit?target=${key}`}>Activity</LinkButton>}
            {canEverywhere(actor, 'role.manage') && <RoleActions role={role} />}
          </>
        }
      />
      <RoleView role={role} holders={holders} />
    </>
  );
}
