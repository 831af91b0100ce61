import { CircleAlert } from 'lucide-react';
import { useId } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { noticeGroupNames, noticeGroups, noticeLabels, outsideWords, webhookEvents } from '#lib/access/notices/rules.ts';

export interface EventChoiceProps {
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error?: string | null;
}

/** The events that a webhook is told of, as boxes to tick, by group. */
export function EventChoice({ chosen, onChange, error }: EventChoiceProps) {
  const errorId = useId();
  const groups = noticeGroupNames.map((group) => ({ group, events: webhookEvents.filter((event) => noticeLabels[event].group === group) }));
  const put = (events: readonly string[], on: boolean) =>
    onChange(webhookEvents.filter((event) => (events.includes(event) ? on : chosen.includes(event))));
  return (
    <fieldset aria-describedby={error ? errorId : undefined} data-field="events">
      <legend className="font-medium">Events</legend>
      {error && (
        <p id={errorId} className="mt-1 flex items-start gap-1.5 text-critical-ink text-xs">
          <CircleAlert className="mt-px size-3.5 shrink-0" aria-hidden="true" />
          {error}
        </p>
      )}
      {groups
        .filter(({ events }) => events.length > 0)
        .map(({ group, events }) => {
          const ticked = events.filter((event) => chosen.includes(event)).length;
          return (
            <fieldset key={group} className="mt-3">
              <legend className="sr-only">{noticeGroups[group].label}</legend>
              <Checkbox
                checked={ticked === events.length}
                indeterminate={ticked > 0 && ticked < events.length}
                onChange={(change) => put(events, change.target.checked)}
                label={<span className="font-medium text-muted text-xs">{noticeGroups[group].label}</span>}
              />
              <ul className="mt-1 ml-6 grid gap-x-4 gap-y-0.5 sm:grid-cols-2">
                {events.map((event) => (
                  <li key={event}>
                    <Checkbox
                      className="!items-start"
                      checked={chosen.includes(event)}
                      onChange={(change) => put([event], change.target.checked)}
                      label={
                        <span>
                          {outsideWords(event)}
                          <span className="block font-mono text-faint text-xs">{event}</span>
                        </span>
                      }
                    />
                  </li>
                ))}
              </ul>
            </fieldset>
          );
        })}
    </fieldset>
  );
}
