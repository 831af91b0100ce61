import { call } from '@orpc/server';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ConfirmIdentity } from '#components/access/confirm-identity.tsx';
import { AssetPalette } from '#components/assets/asset-palette.tsx';
import { AuditAlarm } from '#components/audit/audit-alarm.tsx';
import type { NavigationGroup } from '#components/layout/navigation.ts';
import { Boxes, LayoutDashboard, ScrollText, Settings, Users } from '#components/layout/navigation-icons.tsx';
import { sidebarCookie } from '#components/layout/preferences.ts';
import { Shell } from '#components/layout/shell.tsx';
import { parseTheme, themeCookie } from '#components/layout/theme.ts';
import { findProblem } from '#lib/access/audit/queries.ts';
import { type Actor, canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { requestOperations } from '#lib/access/requests/procedures.ts';

const groupsFor = (actor: Actor, waiting: number): readonly NavigationGroup[] => [
  { id: 'start', entries: [{ href: '/', label: 'Overview', icon: <LayoutDashboard />, key: 'o' }] },
  {
    id: 'work',
    entries: [{ href: '/assets', label: 'Assets', icon: <Boxes />, key: 'a', children: [{ href: '/imports', label: 'Imports' }] }],
  },
  {
    id: 'rest',
    entries: [
      {
        href: '/people',
        label: 'People',
        icon: <Users />,
        key: 'p',
        children: [
          { href: '/teams', label: 'Teams' },
          { href: '/roles', label: 'Roles' },
          { href: '/access', label: 'Access', waiting },
        ],
      },
      ...(canSomewhere(actor, 'audit.read') ? [{ href: '/audit', label: 'Audit log', icon: <ScrollText />, key: 'l' }] : []),
      { href: '/settings', label: 'Settings', icon: <Settings />, key: 's', children: [{ href: '/reference', label: 'API reference' }] },
    ],
  },
];

export default async function AppLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const { waiting } = await call(requestOperations.waiting, {}, { context: await pageContext() });
  const jar = await cookies();
  return (
    <Shell
      groups={groupsFor(actor, waiting)}
      viewer={{ name: actor.name, email: actor.email, timeZone: actor.timeZone, locale: actor.locale }}
      theme={parseTheme(jar.get(themeCookie)?.value)}
      sidebarCollapsed={jar.get(sidebarCookie)?.value === 'narrow'}
      accountHref="/settings"
      signOutHref="/sign-out"
      paletteSources={<AssetPalette mayCreate={canSomewhere(actor, 'asset.create')} mayImport={canSomewhere(actor, 'asset.import')} />}
    >
      <AuditAlarm problem={canSomewhere(actor, 'audit.read') ? await findProblem() : null}>{children}</AuditAlarm>
      <ConfirmIdentity />
    </Shell>
  );
}
