import { Callout } from '#components/ui/callout.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { Invited } from '#lib/access/users/invitations/schema.ts';
import { LinkText } from './handed-link.tsx';

const people = (count: number) => (count === 1 ? 'One person is' : `${count} people are`);

/** Who was invited; where no mail is set up, with the link of each, shown this once. */
export function InvitedLinks({ invited }: { invited: Invited }) {
  const count = invited.people.length;
  if (invited.mailed)
    return (
      <Callout title={`${people(count)} invited`}>
        The links are on their way by email. Each works once and expires after 24 hours; you can send another from the person’s page.
      </Callout>
    );
  return (
    <>
      <Callout tone="warning" title={`${people(count)} invited. Copy the ${count === 1 ? 'link' : 'links'} now`}>
        {count === 1 ? 'It is' : 'They are'} not shown again. Each works once and expires after 24 hours: give it to that person only.
      </Callout>
      {count > 1 && (
        <p className="flex items-center gap-1 text-sm">
          All {count} as lines
          <CopyButton text={invited.people.map(({ name, email, link }) => `${name} <${email}>\t${link}`).join('\n')} what="all links" />
        </p>
      )}
      <ul className="divide-y rounded-md border">
        {invited.people.map(({ id, name, email, link }) => (
          <li key={id} className="grid items-center gap-x-4 gap-y-1.5 px-3 py-2.5 sm:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]">
            <span className="min-w-0">
              <span className="block truncate font-medium text-sm">{name}</span>
              <span className="block truncate text-muted text-xs">{email}</span>
            </span>
            <LinkText link={link ?? ''} what={`the link for ${name}`} />
          </li>
        ))}
      </ul>
    </>
  );
}
