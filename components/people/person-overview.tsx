import { Boxes } from 'lucide-react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import type { BelongingsOutput } from '#lib/access/users/leaving/schema.ts';
import { teamToBeginWith } from '#lib/access/users/page/rules.ts';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';

type Account = NonNullable<PersonDetail['account']>;

export interface PersonOverviewProps {
  person: PersonDetail;
  /** Null for whoever may not know. */
  belongings: BelongingsOutput['belongings'] | null;
  /** Whether the viewer may ask why somebody can. */
  mayExplain: boolean;
}

const link = 'focus-ring rounded-sm text-accent-ink hover:underline hover:underline-offset-2';
const none = (text: string) => <p className="text-muted text-sm">{text}</p>;

/** What a person holds, owns and has to do; to colleagues, the teams that both are in. */
export function PersonOverview({ person, belongings, mayExplain }: PersonOverviewProps) {
  const { account } = person;
  if (!account)
    return (
      <DetailBody>
        <DetailSection title="Teams you share">
          {person.sharedTeams.length === 0
            ? none('You do not share a team.')
            : person.sharedTeams.map((team) => (
                <p key={team.id} className="flex gap-2 py-1 text-sm">
                  <Link href={`/teams/${team.id}`} className={link}>
                    {team.name}
                  </Link>
                  <span className="text-muted">{team.role}</span>
                </p>
              ))}
        </DetailSection>
      </DetailBody>
    );
  return (
    <DetailBody>
      {account.status === 'invited' && (
        <div className="mb-6 max-w-3xl">
          <InvitationNote until={account.invitedUntil} />
        </div>
      )}
      <DetailSection
        title="Teams and roles"
        actions={
          mayExplain &&
          account.status === 'active' && (
            <LinkButton href={whyHref(person.id, teamToBeginWith(person))} size="sm">
              Why can they?
            </LinkButton>
          )
        }
      >
        <Memberships memberships={account.memberships} />
      </DetailSection>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <DetailSection title="What they own">
          {belongings?.map(({ one, many, count, href }) => (
            <p key={href} className="flex items-center gap-2 text-sm">
              <Boxes className="size-4 text-faint" aria-hidden="true" />
              {count === 0 ? (
                <span className="text-muted">No {many}</span>
              ) : (
                <Link href={href} className={link}>
                  {count.toLocaleString('en-GB')} {count === 1 ? one : many}
                </Link>
              )}
            </p>
          ))}
        </DetailSection>
        <DetailSection title="Open work">
          <OpenWork account={account} />
        </DetailSection>
      </div>
    </DetailBody>
  );
}

/** Asked about a team of theirs to begin with; another, or an asset, is chosen there. */
const whyHref = (who: string, team: string | undefined) => `/access?${new URLSearchParams({ who, ...(team && { team }) })}`;

function InvitationNote({ until }: { until: string | null }) {
  if (!until) return <Callout tone="warning">Their link has expired. Renew the invitation to let them join.</Callout>;
  if (Date.parse(until) < Date.now())
    return (
      <Callout tone="warning">
        Their link expired <RelativeTime value={until} />. Renew the invitation to let them join.
      </Callout>
    );
  return (
    <Callout>
      They have not joined yet. Their link expires <RelativeTime value={until} />.
    </Callout>
  );
}

function Memberships({ memberships }: Pick<Account, 'memberships'>) {
  if (memberships.length === 0) return none('They are not in any team.');
  return (
    <div className="overflow-x-auto">
      <table className="w-full max-w-4xl text-left text-sm">
        <thead className="text-muted text-xs">
          <tr className="border-b">
            {['Team', 'Role', 'Until', 'Since', 'Given by'].map((head) => (
              <th key={head} scope="col" className="py-1.5 pr-6 font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {memberships.map((each) => (
            <tr key={each.teamId}>
              <td className="py-2 pr-6">
                <Link href={`/teams/${each.teamId}`} className={link}>
                  {each.teamName}
                </Link>
              </td>
              <td className="py-2 pr-6">{each.role.name}</td>
              <td className="py-2 pr-6">
                {each.expiresAt ? (
                  <Badge tone="warning">
                    <DayTime value={each.expiresAt} />
                  </Badge>
                ) : (
                  <span className="text-muted">No end</span>
                )}
              </td>
              <td className="py-2 pr-6 text-muted">
                <DayTime value={each.since} />
              </td>
              <td className="py-2 pr-6 text-muted">{each.grantedBy ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function OpenWork({ account }: { account: Account }) {
  if (account.toDecide.length + account.asked.length === 0) return none('Nothing is waiting for them.');
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {account.toDecide.map((each) => (
        <li key={each.id}>
          <Link href={`/access/requests`} className={link}>
            {each.person} asks to be {each.role} in {each.team}
          </Link>
          <span className="block text-muted text-xs">
            Waiting for their decision since <RelativeTime value={each.at} />
          </span>
        </li>
      ))}
      {account.asked.map((each) => (
        <li key={each.id}>
          They ask to be {each.role} in {each.team}
          <span className="block text-muted text-xs">
            Waiting since <RelativeTime value={each.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
