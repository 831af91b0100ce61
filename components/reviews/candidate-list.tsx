'use client';

import { UsersRound } from 'lucide-react';
import { Avatar } from '#components/ui/avatar.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { Candidate, Candidates } from '#lib/reviews/assigning/schema.ts';

export type Chosen = { userId: string } | { role: string };

export interface CandidateListProps {
  candidates: Candidates;
  chosen: readonly Chosen[];
  onToggle: (choice: Chosen, name: string) => void;
  /** Only people: a seat that is handed on goes to somebody. */
  peopleOnly?: boolean;
}

const same = (a: Chosen, b: Chosen) => ('userId' in a ? 'userId' in b && a.userId === b.userId : 'role' in b && a.role === b.role);

function loadOf({ open, delegate }: Candidate): string {
  const load = open === 0 ? 'nothing waiting' : `${open} waiting`;
  return delegate ? `${load}, away: ${delegate} decides for them` : load;
}

/** Who could be asked, best first, with what waits for each; those who may not follow, with why. */
export function CandidateList({ candidates, chosen, onToggle, peopleOnly }: CandidateListProps) {
  const isChosen = (choice: Chosen) => chosen.some((each) => same(each, choice));
  return (
    <ul className="max-h-72 overflow-y-auto rounded-md border">
      {!peopleOnly &&
        candidates.pools.map((pool) => (
          <Row
            key={`role ${pool.role}`}
            mark={
              <span className="grid size-5 shrink-0 place-items-center rounded-full bg-pressed text-muted">
                <UsersRound className="size-3" aria-hidden="true" />
              </span>
            }
            name={pool.name}
            aside={pool.people === 1 ? '1 person may claim it' : `${pool.people} people may claim it`}
            disabled={pool.people === 0}
            chosen={isChosen({ role: pool.role })}
            onToggle={() => onToggle({ role: pool.role }, pool.name)}
          />
        ))}
      {candidates.people.map((person) => (
        <Row
          key={person.id}
          mark={<Avatar name={person.name} />}
          name={person.name}
          aside={person.hindrance ?? (person.seated ? 'is asked already' : loadOf(person))}
          disabled={person.hindrance !== null || person.seated}
          chosen={isChosen({ userId: person.id })}
          onToggle={() => onToggle({ userId: person.id }, person.name)}
        />
      ))}
      {candidates.people.length === 0 && <li className="px-3 py-2 text-muted text-sm">Nobody of that name may decide here.</li>}
      {candidates.more && <li className="px-3 py-2 text-muted text-xs">There are more: type a name.</li>}
    </ul>
  );
}

function Row({
  mark,
  name,
  aside,
  disabled,
  chosen,
  onToggle,
}: {
  mark: React.ReactNode;
  name: string;
  aside: string;
  disabled: boolean;
  chosen: boolean;
  onToggle: () => void;
}) {
  return (
    <li className="border-b last:border-0">
      <label
        className={classNames(
          'flex min-h-9 items-center gap-2.5 px-3 py-1.5 text-sm',
          disabled ? 'cursor-not-allowed text-muted' : 'cursor-pointer hover:bg-hover',
        )}
      >
        <input type="checkbox" className="checkbox-box focus-ring" checked={chosen} disabled={disabled} onChange={onToggle} />
        {mark}
        <span className="min-w-0 break-words font-medium">{name}</span>
        <span className="ml-auto text-right text-muted text-xs">{aside}</span>
      </label>
    </li>
  );
}
