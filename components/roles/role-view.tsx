import { Bot, Check } from 'lucide-react';
import { kindWords } from '#components/access/rights-words.ts';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { cutByKind, permissions } from '#lib/access/permissions.ts';
import type { RoleHolders, RoleRow } from '#lib/access/roles/schema.ts';
import { permissionGroups } from './permission-groups.ts';

/** What a role gives, and who holds it. */
export function RoleView({ role, holders }: { role: RoleRow; holders: RoleHolders['holders'] | null }) {
  const cut = role.permissions.some((permission) => cutByKind.has(permission));
  return (
    <div className="max-w-5xl px-4 pb-12 md:px-6">
      {role.retiredAt && (
        <div className="mb-6">
          <Callout title="This role is retired">It can no longer be given. Its holders keep it until it is removed.</Callout>
        </div>
      )}
      <DetailSection title="Permissions">
        {role.permissions.length === 0 && (
          <p className="text-muted text-sm">None of its own: what its holders may do follows from their teams.</p>
        )}
        <div className="grid gap-x-8 gap-y-4 text-sm md:grid-cols-3">
          {permissionGroups.map((group) => {
            const given = group.permissions.filter((permission) => role.permissions.includes(permission));
            return (
              given.length > 0 && (
                <div key={group.label}>
                  <h3 className="mb-1 text-muted text-xs">{group.label}</h3>
                  <ul className="flex flex-col gap-0.5">
                    {given.map((permission) => (
                      <li key={permission} className="flex items-start gap-1.5">
                        <Check className="mt-0.5 size-4 shrink-0 text-accent-ink" aria-hidden="true" />
                        {permissions[permission]}
                      </li>
                    ))}
                  </ul>
                </div>
              )
            );
          })}
        </div>
        {cut && (
          <p className="mt-3 text-muted text-sm">
            Changing assets covers {kindWords(role.kinds)}. Seeing and exporting always cover every kind.
          </p>
        )}
      </DetailSection>
      {holders && (
        <DetailSection title="Who holds it">
          {holders.length === 0 ? (
            <p className="text-muted text-sm">Nobody.</p>
          ) : (
            <ul className="divide-y border-y text-sm">
              {holders.map(({ principal, team, expiresAt }) => (
                <li key={`${principal.id} ${team?.id}`} className="flex flex-wrap items-center gap-x-6 gap-y-0.5 py-2">
                  <span className="flex min-w-0 flex-1 basis-56 items-center gap-2">
                    {principal.type === 'person' ? (
                      <Avatar name={principal.name} />
                    ) : (
                      <Bot className="size-5 shrink-0 text-muted" aria-hidden="true" />
                    )}
                    {principal.type === 'person' ? (
                      <Link
                        href={`/people/${principal.id}`}
                        className="focus-ring truncate rounded-sm font-medium hover:underline hover:underline-offset-2"
                      >
                        {principal.name}
                      </Link>
                    ) : (
                      <span className="truncate font-medium">{principal.name}</span>
                    )}
                  </span>
                  <span className="flex-1 basis-40 text-muted">
                    {team ? (
                      <Link href={`/teams/${team.id}`} className="focus-ring rounded-sm hover:underline hover:underline-offset-2">
                        {team.name}
                      </Link>
                    ) : (
                      'Whole organisation'
                    )}
                    {expiresAt && (
                      <>
                        , until <DayTime value={expiresAt} />
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </DetailSection>
      )}
    </div>
  );
}
