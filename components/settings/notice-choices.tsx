'use client';

import { useState } from 'react';
import { Callout } from '#components/ui/callout.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { showToast } from '#components/ui/toast.ts';
import { type NoticeChoices as Choices, type NoticeEvent, noticeEvents, noticeLabels, wants } from '#lib/access/notices/rules.ts';
import { request } from '#lib/client.ts';

export interface NoticeChoicesProps {
  choices: Choices;
  /** Whether mail is set up here at all. */
  mailed: boolean;
}

/** What one is told of by mail; each switch takes effect at once. */
export function NoticeChoices({ choices, mailed }: NoticeChoicesProps) {
  const [standing, setStanding] = useState(choices);

  async function turn(event: NoticeEvent, on: boolean) {
    const before = standing;
    setStanding({ ...standing, [event]: on });
    try {
      await request('PATCH /account', { notifications: { [event]: on } });
    } catch (error) {
      setStanding(before);
      showToast('Your choice was not saved.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    }
  }

  return (
    <div className="flex flex-col gap-4">
      {!mailed && <Callout tone="warning">Email is not set up, so nothing is sent yet. Your choices apply once it is.</Callout>}
      <ul className="flex flex-col gap-3">
        {noticeEvents.map((event) => (
          <li key={event}>
            <Switch
              checked={wants(standing, event)}
              onChange={(change) => turn(event, change.target.checked)}
              label={
                <span>
                  {noticeLabels[event].label}
                  <span className="block text-muted text-xs">{noticeLabels[event].hint}</span>
                </span>
              }
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
