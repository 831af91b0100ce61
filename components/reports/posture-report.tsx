import { PostureHeatmap } from '#components/insights/overview/posture-heatmap.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { ScrollBox } from '#components/ui/scroll-box.tsx';
import { type Level, levels } from '#lib/assets/rules.ts';
import type { Posture } from '#lib/insights/report/schema.ts';
import { ChangesPart } from './changes-part.tsx';
import { CoveragePart } from './coverage-part.tsx';
import { Part } from './report-part.tsx';
import { AcceptanceTable, RiskTable } from './report-tables.tsx';
import { countOf, longDay, mainFinding, number, plural, scopeWords, utcMoment } from './report-words.ts';

const worstFirst: readonly Level[] = [...levels].reverse();

/** The report itself, as it is printed: whose, of when, made by whom; figures, the worst, what is borne, what changed. */
export function PostureReport({ posture }: { posture: Posture }) {
  const { figures, date, scope, risks, acceptances } = posture;
  const severe = figures ? countOf(figures.risks, 'high') + countOf(figures.risks, 'critical') : null;
  return (
    <article className="report mx-auto flex max-w-4xl flex-col gap-8 px-4 pt-2 pb-12 md:px-6">
      <header className="border-b pb-4">
        <p className="text-muted text-sm">{posture.place}</p>
        <h1 className="mt-1 font-semibold text-xl tracking-tight">Posture on {longDay(date)}</h1>
        <p className="mt-1 text-sm">{scopeWords(scope)}</p>
        <p className="mt-3 text-muted text-xs">
          Made by {posture.madeBy} on {utcMoment(posture.madeAt)}, from what was known {figures && `by ${utcMoment(posture.asOf)}`}. Days
          are days of UTC. Teams and assets carry the names that they have today.
        </p>
      </header>
      {figures ? (
        <Part title={mainFinding(figures.risks)}>
          <LevelTable figures={figures} />
          <p className="mt-2 text-muted text-xs">Counts recorded on {utcMoment(figures.recordedAt)}.</p>
        </Part>
      ) : (
        <Gap posture={posture} />
      )}
      {figures && (
        <Part title="Assets by kind and stage">
          <PostureHeatmap cells={figures.cells} past />
          <p className="mt-2 text-muted text-xs">
            Each cell shows its worst level, how many assets are at it, and of how many; the hatched ring counts those that are unassessed.
          </p>
        </Part>
      )}
      {figures && figures.teams.length > 1 && (
        <Part title="By team">
          <TeamTable teams={figures.teams} />
        </Part>
      )}
      <Part
        title={
          risks.rows.length === 0
            ? 'No risk was known to be high or critical'
            : `High and critical risks: ${risks.more ? `the worst ${number(risks.rows.length)}` : number(risks.rows.length)}${risks.more && severe ? ` of ${number(severe)}` : ''}`
        }
      >
        {risks.rows.length > 0 && <RiskTable rows={risks.rows} at={posture.asOf} />}
        {risks.more && (
          <p className="mt-2 text-muted text-xs">
            {severe ? `${number(severe - risks.rows.length)} more are not listed here.` : 'There are more, which are not listed here.'} A
            narrower scope lists them.
          </p>
        )}
      </Part>
      {figures && <CoveragePart coverage={figures.coverage} />}
      <Part
        title={
          acceptances.rows.length === 0
            ? 'No acceptance was in force'
            : `${plural(acceptances.rows.length, 'acceptance was', 'acceptances were')} in force${acceptances.more ? ', and more' : ''}`
        }
      >
        {acceptances.rows.length > 0 && <AcceptanceTable rows={acceptances.rows} />}
      </Part>
      <ChangesPart posture={posture} />
      {!figures && <Legend />}
    </article>
  );
}

function LevelTable({ figures }: { figures: NonNullable<Posture['figures']> }) {
  return (
    <table className="w-full text-sm" data-whole="">
      <caption className="sr-only">Risks and assets by level</caption>
      <thead>
        <tr className="border-b text-left text-muted text-xs">
          <th scope="col" className="py-1 font-normal">
            Level
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            Risks
          </th>
          <th scope="col" className="py-1 pr-6 text-right font-normal">
            Assets
          </th>
          <th scope="col" className="py-1 font-normal max-sm:hidden">
            What the level means
          </th>
        </tr>
      </thead>
      <tbody>
        {worstFirst.map((level) => (
          <tr key={level} className="border-b">
            <th scope="row" className="py-1 text-left font-normal">
              <LevelMark state={level} />
            </th>
            <td className="py-1 text-right">{level === 'none' ? '–' : number(countOf(figures.risks, level))}</td>
            <td className="py-1 pr-6 text-right">{number(countOf(figures.assets, level))}</td>
            <td className="py-1 text-muted max-sm:hidden">{meanings[level]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const teamLevels: readonly Level[] = ['critical', 'high', 'medium', 'low', 'unassessed', 'stale', 'accepted'];

function TeamTable({ teams }: { teams: NonNullable<Posture['figures']>['teams'] }) {
  return (
    <ScrollBox label="Risks by team and level, as a table">
      <table className="w-full text-sm">
        <caption className="sr-only">Risks by team and level</caption>
        <thead>
          <tr className="border-b text-muted text-xs">
            <th scope="col" className="py-1 pr-2 text-left font-normal">
              Team
            </th>
            <th scope="col" className="px-2 py-1 text-right font-normal">
              Assets
            </th>
            {teamLevels.map((level) => (
              <th key={level} scope="col" className="px-1.5 py-1 text-right font-normal">
                <LevelMark state={level} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {teams.map((team) => (
            <tr key={team.name} className="border-b">
              <th scope="row" className="py-1 pr-2 text-left font-medium">
                {team.name}
              </th>
              <td className="px-2 py-1 text-right">{number(team.assets.reduce((sum, n) => sum + n, 0))}</td>
              {teamLevels.map((level) => (
                <td key={level} className="px-1.5 py-1 text-right">
                  {number(countOf(team.risks, level))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Gap({ posture: { nearest, date, scope } }: { posture: Posture }) {
  const days = [nearest.before, nearest.after].filter((day) => day !== null);
  const cut = `${scope.team ? `&team=${encodeURIComponent(scope.team.key)}` : ''}${scope.kind ? `&kind=${scope.kind}` : ''}`;
  return (
    <Part title="No counts were recorded on this day" whole>
      <p className="text-sm">
        Gatehouse writes down each day while it runs; on {longDay(date)} it did not, and what was not seen is not made up. The lists below
        come from the history of each risk, which has no such gap.
      </p>
      {days.length > 0 && (
        <p className="mt-2 text-sm" data-print="hide">
          The nearest recorded {days.length === 1 ? 'day is' : 'days are'}{' '}
          {days.map((day, at) => (
            <span key={day}>
              {at > 0 && ' and '}
              <a href={`/reports/posture?date=${day}${cut}`} className="focus-ring rounded-sm text-accent-ink underline underline-offset-2">
                {longDay(day)}
              </a>
            </span>
          ))}
          .
        </p>
      )}
    </Part>
  );
}

const meanings: Record<Level, string> = {
  critical: 'likelihood × impact after safeguards is 20 to 25, by the usual matrix',
  high: '10 to 16',
  medium: '5 to 9',
  low: '1 to 4: assessed, current, and low',
  accepted: 'borne until a day, by a decision of the security team',
  unassessed: 'nobody has judged it: unknown, which is not low',
  stale: 'its assessment or its evidence is past its validity',
  none: 'no threat applies',
};

function Legend() {
  return (
    <Part title="What the levels mean" whole>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-5 gap-y-1 text-sm">
        {worstFirst.map((level) => (
          <div key={level} className="col-span-2 grid grid-cols-subgrid">
            <dt>
              <LevelMark state={level} />
            </dt>
            <dd className="text-muted">{meanings[level]}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
