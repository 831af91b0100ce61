const format = (time: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...{ timeZone, timeZoneName: 'short' },
  }).format(new Date(time));

/** The next times of a schedule, as the clock in its own zone tells them. */
export function TimesList({ times, timeZone }: { times: readonly string[]; timeZone: string }) {
  return (
    <ol className="mt-1 flex flex-col gap-0.5 text-sm tabular-nums">
      {times.map((time) => (
        <li key={time}>
          <time dateTime={time} suppressHydrationWarning>
            {format(time, timeZone)}
          </time>
        </li>
      ))}
    </ol>
  );
}
