import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { EditRole } from '#components/roles/edit-role.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { permissionNames } from '#lib/access/permissions.ts';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';

export const metadata: Metadata = { title: 'Edit role' };

export default async function EditRolePage({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'role.manage')) return <DeniedState action="define roles" />;
  const role = await call(roleOperations.get, { key }, { context: await pageContext() }).catch(missing);
  if (role.builtIn) notFound();
  const crumbs = [
    { label: 'Roles', href: '/roles' },
    { label: role.name, href: `/roles/${key}` },
  ];
  return (
    <>
      <PageHeader title={`Edit ${role.name}`} crumbs={crumbs} />
      <PageBody>
        <EditRole role={role} lacking={permissionNames.filter((permission) => !canEverywhere(actor, permission))} />
      </PageBody>
    </>
  );
}
