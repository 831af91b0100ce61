import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { CreateRole } from '#components/roles/create-role.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { permissionNames } from '#lib/access/permissions.ts';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';

export const metadata: Metadata = { title: 'New role' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewRolePage({ searchParams }: Props) {
  const { from: wanted = 'data_scientist' } = await searchParams;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'role.manage')) return <DeniedState action="define roles" />;
  const { roles } = await call(roleOperations.list, {}, { context: await pageContext() });
  const from = roles.find((role) => role.key === wanted);
  if (!from) notFound();
  return (
    <>
      <PageHeader
        title="New role"
        crumbs={[{ label: 'Roles', href: '/roles' }]}
        description="Copy the closest role, then add or remove permissions."
      />
      <PageBody>
        <CreateRole
          key={from.key}
          roles={roles}
          from={from}
          lacking={permissionNames.filter((permission) => !canEverywhere(actor, permission))}
        />
      </PageBody>
    </>
  );
}
