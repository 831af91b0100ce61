import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ConfirmIdentity } from '#components/access/confirm-identity.tsx';
import { SignedOutElsewhere } from '#components/access/signed-out-elsewhere.tsx';
import { WaitingRequests } from '#components/access/waiting-requests.tsx';
import { AssetPalette } from '#components/assets/asset-palette.tsx';
import { AuditAlarm } from '#components/audit/audit-alarm.tsx';
import { InboxBell, InboxNews } from '#components/inbox/inbox-bell.tsx';
import type { NavigationEntry, NavigationGroup } from '#components/layout/navigation.ts';
import { sidebarCookie } from '#components/layout/preferences.ts';
import { Shell } from '#components/layout/shell.tsx';
import { parseTheme, themeCookie } from '#components/layout/theme.ts';
import { RiskPalette } from '#components/risks/risk-palette.tsx';
import { findProblem } from '#lib/access/audit/queries.ts';
import { type Actor, canSomewhere } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';

const auditLog: NavigationEntry = { href: '/audit', label: 'Audit log', picture: 'audit', key: 'l' };

const groupsFor = (actor: Actor): readonly NavigationGroup[] => [
  {
    id: 'start',
    entries: [
      { href: '/', label: 'Overview', picture: 'overview', key: 'o' },
      { href: '/work', label: 'My work', picture: 'work', key: 'w' },
    ],
  },
  {
    id: 'work',
    entries: [
      { href: '/assets', label: 'Assets', picture: 'assets', key: 'a', children: [{ href: '/imports', label: 'Imports' }] },
      {
        href: '/risks',
        label: 'Risks',
        picture: 'risks',
        key: 'r',
        children: [
          { href: '/safeguards', label: 'Safeguards' },
          { href: '/acceptances', label: 'Acceptances' },
          { href: '/catalogue', label: 'Catalogue' },
        ],
      },
      {
        href: '/reviews',
        label: 'Reviews',
        picture: 'reviews',
        key: 'v',
        children: [
          { href: '/reviews/templates', label: 'Templates' },
          { href: '/reviews/schedules', label: 'Schedules' },
          { href: '/reviews/policies', label: 'Policies' },
        ],
      },
      {
        href: '/gates',
        label: 'Gates',
        picture: 'gates',
        key: 't',
        children: [
          { href: '/gates/waivers', label: 'Waivers' },
          { href: '/gates/policies', label: 'Policies' },
        ],
      },
      { href: '/insights', label: 'Insights', picture: 'insights', key: 'i', children: [{ href: '/reports', label: 'Reports' }] },
    ],
  },
  {
    id: 'rest',
    entries: [
      peopleFor(actor),
      ...(canSomewhere(actor, 'audit.read') ? [auditLog] : []),
      { href: '/settings', label: 'Settings', picture: 'settings', key: 's', children: [{ href: '/reference', label: 'API reference' }] },
    ],
  },
];

/** Who may not see people's accounts comes in by the teams. */
function peopleFor(actor: Actor): NavigationEntry {
  const waiting = canSomewhere(actor, 'member.manage') ? <WaitingRequests /> : undefined;
  const rooms = [
    { href: '/roles', label: 'Roles' },
    { href: '/access', label: 'Access', waiting },
  ];
  return canSomewhere(actor, 'person.read')
    ? { href: '/people', label: 'People', picture: 'people', key: 'p', children: [{ href: '/teams', label: 'Teams' }, ...rooms] }
    : { href: '/teams', label: 'Teams', picture: 'people', key: 'p', children: rooms };
}

export default async function AppLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const jar = await cookies();
  return (
    <Shell
      groups={groupsFor(actor)}
      viewer={{ name: actor.name, email: actor.email, timeZone: actor.timeZone, locale: actor.locale }}
      theme={parseTheme(jar.get(themeCookie)?.value)}
      sidebarCollapsed={jar.get(sidebarCookie)?.value === 'narrow'}
      accountHref="/settings"
      signOutHref="/sign-out"
      bell={<InboxBell />}
      paletteSources={
        <>
          <AssetPalette mayCreate={canSomewhere(actor, 'asset.create')} mayImport={canSomewhere(actor, 'asset.import')} />
          {canSomewhere(actor, 'asset.read') && <RiskPalette mayAssign={canSomewhere(actor, 'safeguard.edit')} />}
        </>
      }
    >
      <AuditAlarm problem={canSomewhere(actor, 'audit.read') ? await findProblem() : null}>{children}</AuditAlarm>
      <InboxNews />
      <ConfirmIdentity />
      <SignedOutElsewhere />
    </Shell>
  );
}
