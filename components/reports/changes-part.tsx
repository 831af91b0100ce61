import { ArrowRight } from 'lucide-react';
import { whyWords } from '#components/insights/overview/findings.ts';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { Level } from '#lib/assets/rules.ts';
import type { Posture } from '#lib/insights/report/schema.ts';
import { Part } from './report-part.tsx';
import { comparedWith, countOf, longDay, number, plural } from './report-words.ts';

const compared: readonly Level[] = ['critical', 'high', 'medium', 'low', 'unassessed', 'stale', 'accepted'];

/** The thirty days up to the date: counts then and before, and what moved most. */
export function ChangesPart({ posture: { figures, earlier, releases, incidents, moved } }: { posture: Posture }) {
  return (
    <Part title="The thirty days before">
      <p className="text-sm">
        {plural(releases, 'version was', 'versions were')} registered and {plural(incidents, 'incident was', 'incidents were')} raised.
        {!earlier && ' Nobody recorded how things stood thirty days before.'}
      </p>
      {figures && earlier && (
        <table className="mt-3 w-full text-sm" data-whole="">
          <caption className="sr-only">Risks by level, compared with {longDay(earlier.day)}</caption>
          <thead>
            <tr className="border-b text-muted text-xs">
              <th scope="col" className="py-1 text-left font-normal">
                Risks
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                {longDay(earlier.day)}
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                On the date
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            {compared.map((level) => {
              const [before, now] = [countOf(earlier.risks, level), countOf(figures.risks, level)];
              return (
                <tr key={level} className="border-b">
                  <th scope="row" className="py-1 text-left font-normal">
                    <LevelMark state={level} />
                  </th>
                  <td className="py-1 text-right">{number(before)}</td>
                  <td className="py-1 text-right">{number(now)}</td>
                  <td className="py-1 text-right">{comparedWith(now, before)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {moved.length > 0 && (
        <>
          <h3 className="mt-5 mb-1.5 font-medium text-sm">What moved most</h3>
          <ol className="flex flex-col gap-2 text-sm">
            {moved.map((each) => (
              <li key={`${each.riskId}${each.at}`} data-whole="">
                <span className="flex flex-wrap items-center gap-x-2">
                  <span className="font-medium">{each.assetName}</span>
                  <LevelMark state={each.from} />
                  <ArrowRight aria-hidden="true" className="size-3.5 text-faint" />
                  <span className="sr-only">to</span>
                  <LevelMark state={each.to} />
                </span>
                <span className="block text-muted text-xs">
                  {whyWords(each)} · <DayTime value={each.at} />
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Part>
  );
}
