import { LevelShape } from '#components/ui/level-mark.tsx';
import { type Level, levelLabels } from '#lib/assets/rules.ts';
import type { TeamStanding } from '#lib/insights/overview/schema.ts';
import { changeOf, countOf, severe } from './findings.ts';
import { number } from './words.ts';

const columns: readonly Level[] = ['critical', 'high', 'unassessed', 'stale'];

/** Risks by team: what is bad beside what is not known, so that nobody looks well for having looked at little. */
export function TeamTable({ teams }: { teams: readonly TeamStanding[] }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">Risks by team and level</caption>
        <thead>
          <tr className="border-b text-muted text-xs">
            <th scope="col" className="py-1.5 pr-3 text-left font-normal">
              Team
            </th>
            {columns.map((level) => (
              <th key={level} scope="col" className="px-2 py-1.5 text-right font-normal">
                <span className="inline-flex items-center gap-1">
                  <LevelShape state={level} className="size-2.5" />
                  {levelLabels[level]}
                </span>
              </th>
            ))}
            <th scope="col" className="py-1.5 pl-2 text-right font-normal">
              High or critical, 7 days
            </th>
          </tr>
        </thead>
        <tbody>
          {teams.map((team) => (
            <tr key={team.id} className="border-b last:border-b-0">
              <th scope="row" className="max-w-48 truncate py-1 pr-3 text-left font-medium">
                <a href={`/teams/${team.id}`} className="focus-ring inline-block min-h-6 rounded-sm leading-6 hover:underline">
                  {team.name}
                </a>
              </th>
              {columns.map((level) => (
                <td key={level} className="px-2 py-1 text-right tabular-nums">
                  <Count team={team} level={level} />
                </td>
              ))}
              <td className="whitespace-nowrap py-1.5 pl-2 text-right">
                <Since team={team} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Count({ team, level }: { team: TeamStanding; level: Level }) {
  const count = countOf(team.risks, level);
  if (count === 0) return <span className="text-faint">0</span>;
  return (
    <a
      href={`/risks?team=${encodeURIComponent(team.key)}&level=${level}`}
      aria-label={`${number(count)} ${level} in ${team.name}`}
      className="focus-ring inline-block min-h-6 min-w-6 rounded-sm px-1 leading-6 hover:underline"
    >
      {number(count)}
    </a>
  );
}

function Since({ team }: { team: TeamStanding }) {
  if (!team.weekBefore) return <span className="text-faint">No record</span>;
  const { way, words } = changeOf(severe(team.risks), severe(team.weekBefore));
  const tone = { more: 'text-critical-ink', fewer: 'text-low-ink', same: 'text-muted' }[way];
  return (
    <span className={tone}>
      <span aria-hidden="true">{{ more: '▲', fewer: '▼', same: '=' }[way]}</span> {words}
    </span>
  );
}
