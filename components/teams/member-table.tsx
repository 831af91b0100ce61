'use client';

import { ClipboardCheck, Ellipsis, Pencil, ShieldQuestion, UserMinus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Link } from '#components/ui/link.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Member } from '#lib/access/memberships/schema.ts';
import { request } from '#lib/client.ts';
import { MemberDialog } from './member-dialog.tsx';

export interface MemberTableProps {
  team: { id: string; name: string };
  members: readonly Member[];
  viewerId: string;
  mayExplain: boolean;
  /** May the viewer ask for reviews here? */
  mayAsk: boolean;
}

const cell = 'py-2 pr-6 align-middle';

/** Who is in a team, with which role, until when; what the viewer may change of it. */
export function MemberTable({ team, members, viewerId, mayExplain, mayAsk }: MemberTableProps) {
  const router = useRouter();
  const [editing, setEditing] = useState<Member | null>(null);
  const [ending, setEnding] = useState<Member | null>(null);
  const lastLead = (member: Member) => member.leads && members.filter((each) => each.leads && each.status === 'active').length === 1;

  async function end(member: Member) {
    await request('DELETE /teams/{id}/members/{personId}', { id: team.id, personId: member.id, version: member.version });
    showToast(`${member.name} is no longer in ${team.name}.`, { tone: 'good' });
    router.refresh();
  }

  const entriesOf = (member: Member): MenuEntry[] => [
    ...(member.mayChange
      ? [{ id: 'edit', label: 'Change role or end date…', icon: <Pencil aria-hidden="true" />, onSelect: () => setEditing(member) }]
      : []),
    ...(mayExplain || member.id === viewerId
      ? [
          {
            type: 'link' as const,
            id: 'explain',
            label: 'What may they do?',
            icon: <ShieldQuestion aria-hidden="true" />,
            href: `/access?who=${member.id}&team=${team.id}`,
          },
        ]
      : []),
    ...(mayAsk && member.status === 'active'
      ? [
          {
            type: 'link' as const,
            id: 'review',
            label: 'Ask for a review of their access…',
            icon: <ClipboardCheck aria-hidden="true" />,
            href: `/reviews/new?subject=access&team=${team.id}&person=${member.id}`,
          },
        ]
      : []),
    ...(member.mayChange
      ? [
          { type: 'separator' as const, id: 'before-remove' },
          { id: 'remove', label: 'Remove…', icon: <UserMinus aria-hidden="true" />, danger: true, onSelect: () => setEnding(member) },
        ]
      : []),
  ];

  return (
    <>
      <div className="relative -mx-4 overflow-x-auto md:-mx-6">
        <table className="w-full text-left text-sm">
          <caption className="sr-only">Members of {team.name}</caption>
          <thead>
            <tr className="border-b text-muted text-xs">
              <th scope="col" className="py-2 pr-6 pl-4 font-medium md:pl-6">
                Name
              </th>
              <th scope="col" className="py-2 pr-6 font-medium">
                Role
              </th>
              <th scope="col" className="py-2 pr-6 font-medium">
                Until
              </th>
              <th scope="col" className="py-2 pr-6 font-medium max-lg:hidden">
                Since
              </th>
              <th scope="col" className="py-2 pr-4 md:pr-6">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => {
              const entries = entriesOf(member);
              return (
                <tr key={member.id} className="border-b hover:bg-hover">
                  <td className={`${cell} pl-4 md:pl-6`}>
                    <span className="flex min-w-0 items-center gap-2">
                      <Avatar name={member.name} />
                      <span className="min-w-0">
                        <Link
                          href={`/people/${member.id}`}
                          className="focus-ring rounded-sm font-medium hover:underline hover:underline-offset-2"
                        >
                          {member.name}
                        </Link>
                        {member.id === viewerId && <span className="ml-1.5 text-muted text-xs">you</span>}
                        {member.status !== 'active' && (
                          <Badge className="ml-2">{member.status === 'invited' ? 'Invited' : 'Deactivated'}</Badge>
                        )}
                        <span className="block truncate text-muted text-xs max-sm:hidden">{member.email}</span>
                      </span>
                    </span>
                  </td>
                  <td className={cell}>
                    {member.role.name}
                    {member.roleRetired && <Badge className="ml-2">Retired role</Badge>}
                  </td>
                  <td className={`${cell} whitespace-nowrap`}>
                    {member.expiresAt ? <DayTime value={member.expiresAt} /> : <span className="text-faint">No end</span>}
                  </td>
                  <td className={`${cell} whitespace-nowrap text-muted max-lg:hidden`}>
                    <RelativeTime value={member.since} />
                    {member.grantedBy && ` by ${member.grantedBy}`}
                  </td>
                  <td className="py-2 pr-4 text-right md:pr-6">
                    {entries.length > 0 && (
                      <Menu
                        label={`Actions on ${member.name}`}
                        align="end"
                        entries={entries}
                        trigger={(trigger) => (
                          <Button {...trigger} size="sm" variant="quiet" aria-label={`Actions on ${member.name}`} className="!px-1.5">
                            <Ellipsis aria-hidden="true" />
                          </Button>
                        )}
                      />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {editing && <MemberDialog team={team} member={editing} lastLead={lastLead(editing)} onClose={() => setEditing(null)} />}
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={() => setEnding(null)}
        title={`Remove ${ending?.name ?? ''} from ${team.name}?`}
        confirmLabel="Remove"
        danger
        onConfirm={async () => {
          if (ending) await end(ending);
        }}
      >
        <p>
          They lose what the role {ending?.role.name} gives here from their next request. What they own stays theirs until it is given to
          somebody else.
        </p>
        {ending && lastLead(ending) && (
          <Callout tone="warning">
            This would leave the team without a lead. Administrators would then decide on its members and requests.
          </Callout>
        )}
      </ConfirmDialog>
    </>
  );
}
