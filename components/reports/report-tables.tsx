import type { ReactNode } from 'react';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { ScrollBox } from '#components/ui/scroll-box.tsx';
import { stageLabels } from '#lib/assets/rules.ts';
import type { ReportedAcceptance, ReportedRisk } from '#lib/insights/report/schema.ts';
import { treatmentLabels } from '#lib/risks/register/rules.ts';

const cell = 'py-1.5 pr-3 align-top last:pr-0';

function Table({ caption, heads, children }: { caption: string; heads: readonly string[]; children: ReactNode }) {
  return (
    <ScrollBox label={`${caption}, as a table`} className="print:overflow-visible">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b text-left text-muted text-xs">
            {heads.map((head) => (
              <th key={head} scope="col" className="py-1 pr-3 font-normal last:pr-0">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}

/** High and critical risks with who answered for each and what was done about it. */
export function RiskTable({ rows, at }: { rows: readonly ReportedRisk[]; at: string }) {
  return (
    <Table caption="High and critical risks" heads={['Level', 'Risk', 'Asset', 'Stage', 'Owner', 'Treatment']}>
      {rows.map((risk) => (
        <tr key={risk.id} className="border-b">
          <td className={`${cell} whitespace-nowrap`}>
            <LevelMark state={risk.level} />
            <span className="block text-muted text-xs">
              {risk.likelihood} × {risk.impact}
            </span>
          </td>
          <td className={cell}>
            <a href={`/risks/${risk.id}`} className="focus-ring rounded-sm hover:underline">
              {risk.threat}
            </a>
          </td>
          <td className={cell}>
            {risk.assetName}
            <span className="block text-muted text-xs">{risk.teamName}</span>
          </td>
          <td className={cell}>{stageLabels[risk.stage]}</td>
          <td className={cell}>{risk.ownerName ?? <span className="text-muted">Nobody</span>}</td>
          <td className={cell}>
            {risk.treatment ? treatmentLabels[risk.treatment] : <span className="text-muted">None chosen</span>}
            <span className="block text-muted text-xs">
              {risk.acceptedUntil ? (
                <>
                  accepted until <DayTime value={risk.acceptedUntil} />, and risen past it
                </>
              ) : (
                risk.dueAt && (
                  <>
                    {risk.dueAt < at ? 'overdue since ' : 'due '}
                    <DayTime value={risk.dueAt} />
                  </>
                )
              )}
            </span>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** What was borne, until when, why, and who decided it. */
export function AcceptanceTable({ rows }: { rows: readonly ReportedAcceptance[] }) {
  return (
    <Table caption="Acceptances in force" heads={['Borne at most', 'Risk', 'Asset', 'Until', 'Reason', 'Decided by']}>
      {rows.map((each) => (
        <tr key={each.id} className="border-b">
          <td className={`${cell} whitespace-nowrap`}>
            <LevelMark state={each.severity} />
          </td>
          <td className={cell}>
            <a href={`/risks/${each.riskId}`} className="focus-ring rounded-sm hover:underline">
              {each.threat}
            </a>
            <span className="block text-muted text-xs">{stageLabels[each.stage]}</span>
          </td>
          <td className={cell}>
            {each.assetName}
            <span className="block text-muted text-xs">{each.teamName}</span>
          </td>
          <td className={cell}>
            <DayTime value={each.until} />
          </td>
          <td className={`${cell} w-2/5 min-w-56 break-words`}>{each.reason}</td>
          <td className={cell}>{each.deciderName ?? <span className="text-muted">Not known any more</span>}</td>
        </tr>
      ))}
    </Table>
  );
}
