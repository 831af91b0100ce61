import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import type { Schedule } from '#lib/reviews/schedules/schema.ts';

/** Schedules of the teams that one may see: those that come round next first. */
export function ScheduleTable({ schedules }: { schedules: readonly Schedule[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[52rem] text-sm">
        <thead>
          <tr className="border-y text-left text-muted text-xs [&>th]:px-4 [&>th]:py-2 [&>th]:font-normal md:[&>th:first-child]:pl-6 md:[&>th:last-child]:pr-6">
            <th scope="col">Schedule</th>
            <th scope="col">Team</th>
            <th scope="col">Template</th>
            <th scope="col">Next</th>
            <th scope="col">Last</th>
            <th scope="col" className="!text-right">
              Waiting
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {schedules.map((schedule) => (
            <tr key={schedule.id} className="hover:bg-hover [&>td]:px-4 [&>td]:py-2.5 md:[&>td:first-child]:pl-6 md:[&>td:last-child]:pr-6">
              <td>
                <span className="flex items-center gap-2">
                  <Link
                    href={`/reviews/schedules/${schedule.id}`}
                    className="focus-ring rounded-sm font-medium underline-offset-2 hover:underline"
                  >
                    {schedule.name}
                  </Link>
                  {!schedule.enabled && <Badge tone="warning">Paused</Badge>}
                </span>
                <span className="block text-muted text-xs">{schedule.words}</span>
              </td>
              <td className="text-muted">{schedule.team.name}</td>
              <td>
                <Link
                  href={`/reviews/templates/${schedule.template.key}`}
                  className="focus-ring rounded-sm underline-offset-2 hover:underline"
                >
                  {schedule.template.name}
                </Link>
                {!schedule.template.enabled && (
                  <Badge tone="warning" className="ml-2">
                    Switched off
                  </Badge>
                )}
              </td>
              <td>{schedule.nextAt ? <DayTime value={schedule.nextAt} /> : <span className="text-faint">–</span>}</td>
              <td className="text-muted">
                {schedule.lastAt ? <RelativeTime value={schedule.lastAt} /> : <span className="text-faint">–</span>}
              </td>
              <td className="text-right tabular-nums">
                {schedule.waiting} <span className="text-muted">of {schedule.asked}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
