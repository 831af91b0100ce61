import { ChevronRight } from 'lucide-react';
import type { Capped, Due } from '#lib/insights/overview/schema.ts';
import { number } from './words.ts';

interface Entry {
  of: keyof Due;
  label: string;
  href: string;
  /** Its time has passed. */
  late?: boolean;
}

const entries: readonly Entry[] = [
  { of: 'risksOverdue', label: 'Risks overdue', href: '/risks?due=overdue&sort=due', late: true },
  { of: 'safeguardsOverdue', label: 'Safeguards overdue', href: '/safeguards?due=overdue', late: true },
  {
    of: 'evidenceExpired',
    label: 'Safeguards with expired evidence',
    href: '/safeguards?evidence=expired&state=implemented,verified',
    late: true,
  },
  { of: 'risksSoon', label: 'Risks due in 7 days', href: '/risks?due=7d&sort=due' },
  { of: 'evidenceExpiring', label: 'Evidence expiring in 30 days', href: '/safeguards?evidence=expiring&state=implemented,verified' },
  { of: 'acceptancesEnding', label: 'Acceptances ending in 30 days', href: '/acceptances?status=granted&until=30d&sort=until' },
  { of: 'acceptancesRequested', label: 'Requests for acceptance waiting', href: '/acceptances?status=requested' },
];

const counted = ({ total, more }: Capped) => `${number(total)}${more ? '+' : ''}`;

/** What is due, overdue and expiring, each opening the list of it; what there is none of is said in grey. */
export function DueList({ due }: { due: Due }) {
  return (
    <ul className="-mx-2 flex flex-col text-sm">
      {entries.map(({ of, label, href, late }) => {
        const { total } = due[of];
        return (
          <li key={of}>
            <a href={href} className="focus-ring-inset group flex items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover">
              <span className={`flex-1 ${total === 0 ? 'text-muted' : ''}`}>{label}</span>
              <span className={total === 0 ? 'text-muted' : late ? 'font-semibold text-critical-ink' : 'font-semibold'}>
                {counted(due[of])}
              </span>
              <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
