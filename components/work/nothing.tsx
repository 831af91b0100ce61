import { CalendarClock, CircleCheck, Hand, Inbox, ListChecks, Send, TimerReset } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { expiringDays, type WorkPart } from '#lib/insights/work/rules.ts';
import { workAddress } from './state.ts';

interface Words {
  icon: ReactNode;
  title: string;
  text: string;
  way?: { label: string; href: string };
}

const words: Record<WorkPart | 'all', Words> = {
  waiting: {
    icon: <CircleCheck />,
    title: 'Nothing waits for you',
    text: 'Reviews in which you hold a seat, and acceptances and waivers that you may decide, appear here by the day until which they are due.',
    way: { label: 'See what can be claimed', href: workAddress({ view: 'table', part: 'claimable' }) },
  },
  tasks: {
    icon: <ListChecks />,
    title: 'No tasks',
    text: 'Conditions of approvals, planned safeguards and risks with a day appear here when they are yours.',
    way: { label: 'See the risks you own', href: '/risks?owner=me' },
  },
  claimable: {
    icon: <Hand />,
    title: 'Nothing to claim',
    text: 'A review may be given to a role instead of a person. Those that anybody with your role may take appear here.',
  },
  asked: {
    icon: <Send />,
    title: 'You wait for nobody',
    text: 'Reviews, acceptances and waivers that you asked for appear here until somebody has decided.',
    way: { label: 'Ask for a review', href: '/reviews/new' },
  },
  stale: {
    icon: <TimerReset />,
    title: 'Nothing of yours is stale',
    text: 'When something changes that an approval of an asset of yours rests on, or an assessment of yours gets too old, it appears here.',
  },
  expiring: {
    icon: <CalendarClock />,
    title: 'Nothing of yours ends soon',
    text: `Approvals, acceptances, waivers and evidence of yours that end within ${expiringDays} days appear here.`,
  },
  all: {
    icon: <Inbox />,
    title: 'There is nothing for you to do',
    text: 'What waits for you, what you asked for, and what you own that goes stale or ends soon appears here.',
  },
};

/** What stands where a part holds nothing: what belongs there, and where to look instead. */
export function NoWork({ part }: { part: WorkPart | null }) {
  const { icon, title, text, way } = words[part ?? 'all'];
  return (
    <EmptyState
      icon={icon}
      title={title}
      actions={
        way && (
          <LinkButton href={way.href} size="sm">
            {way.label}
          </LinkButton>
        )
      }
    >
      {text}
    </EmptyState>
  );
}
