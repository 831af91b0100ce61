'use client';

import { Section } from '#components/settings/section.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import {
  type MailMode,
  mailModeNames,
  mailModes,
  type NoticeChoices,
  type NoticeEvent,
  type NoticeGroup,
  noticeEvents,
  noticeGroupNames,
  noticeGroups,
  noticeLabels,
} from '#lib/access/notices/rules.ts';
import { DigestSection } from './digest-section.tsx';
import { useChoices } from './use-choices.ts';

export interface NoticeSettingsProps {
  choices: NoticeChoices;
  timeZone: string;
  /** Groups of which the viewer may be told anything. */
  groups: readonly NoticeGroup[];
}

const modeOptions = mailModeNames.map((value) => ({ value, label: mailModes[value] }));

/** How each group of events goes by mail, event by event where one wants, and when the digest goes out. */
export function NoticeSettings({ choices: initial, timeZone, groups }: NoticeSettingsProps) {
  const { choices, choose } = useChoices(initial);
  const shown = noticeGroupNames.filter((group) => groups.includes(group));
  const digested = shown.some((group) => choices.groups?.[group] === 'digest');
  return (
    <>
      {shown.map((group) => (
        <Section key={group} title={noticeGroups[group].label} description={noticeGroups[group].hint}>
          <Group group={group} choices={choices} choose={choose} />
        </Section>
      ))}
      <DigestSection choices={choices} choose={choose} timeZone={timeZone} used={digested} />
    </>
  );
}

type Choosing = { choices: NoticeChoices; choose: (changed: NoticeChoices) => void };

function Group({ group, choices, choose }: Choosing & { group: NoticeGroup }) {
  const mode = choices.groups?.[group] ?? 'now';
  const events = noticeEvents.filter((event) => noticeLabels[event].group === group && event !== 'mail.failing');
  const off = events.filter((event) => choices[event] === false).length;
  return (
    <div className="flex flex-col gap-3">
      <Field label={<span className="sr-only">{noticeGroups[group].label}</span>} name={group} className="max-w-72">
        {(control) => (
          <Select
            {...control}
            value={mode}
            options={modeOptions}
            onChange={(event) => choose({ groups: { [group]: event.target.value as MailMode } })}
          />
        )}
      </Field>
      {mode !== 'off' && events.length > 1 && (
        <details>
          <summary className="focus-ring w-fit cursor-pointer rounded-sm text-muted text-sm hover:text-ink">
            Event by event{off > 0 && ` (${off} not by mail)`}
          </summary>
          <ul className="mt-3 flex flex-col gap-3">
            {events.map((event) => (
              <li key={event}>
                <EventSwitch event={event} choices={choices} choose={choose} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function EventSwitch({ event, choices, choose }: Choosing & { event: NoticeEvent }) {
  return (
    <Switch
      checked={choices[event] !== false}
      onChange={(change) => choose({ [event]: change.target.checked })}
      label={
        <span>
          {noticeLabels[event].label}
          <span className="block text-muted text-xs">{noticeLabels[event].hint}</span>
        </span>
      }
    />
  );
}
