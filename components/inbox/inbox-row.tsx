import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Notification } from '#lib/access/notices/inbox/schema.ts';
import { noticeGroups } from '#lib/access/notices/rules.ts';

export interface InboxRowProps {
  notification: Notification;
  /** Where the keyboard is. */
  current: boolean;
  onFocus: () => void;
  onOpen: () => void;
  /** What can be done with it. */
  children: ReactNode;
}

/** One notification: its line leads to what it is about; unread ones are bold and have a dot. */
export function InboxRow({ notification, current, onFocus, onOpen, children }: InboxRowProps) {
  const { id, title, body, href, group, teamName, createdAt, readAt } = notification;
  const unread = readAt === null;
  return (
    <li
      data-id={id}
      data-unread={unread || undefined}
      className={classNames(
        'relative flex items-start gap-2.5 rounded-md px-2 py-2.5 transition-colors duration-100 hover:bg-hover',
        current && 'bg-hover',
      )}
    >
      <span className={classNames('mt-1.5 size-2 shrink-0 rounded-full', unread && 'bg-accent')} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <Link
          href={href}
          onFocus={onFocus}
          onClick={onOpen}
          className={classNames(
            'focus-ring block rounded-sm text-pretty after:absolute after:inset-0 after:rounded-md',
            unread ? 'font-medium text-ink' : 'text-muted',
          )}
        >
          {unread && <span className="sr-only">Unread: </span>}
          {title}
        </Link>
        {body && <p className="mt-0.5 line-clamp-2 whitespace-pre-line text-muted text-sm">{body}</p>}
        <p className="mt-1 text-faint text-xs">
          {noticeGroups[group].label}
          {teamName && ` · ${teamName}`} · <RelativeTime value={createdAt} />
        </p>
      </div>
      <div className="relative z-[1] shrink-0">{children}</div>
    </li>
  );
}
