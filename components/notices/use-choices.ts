'use client';

import { useState } from 'react';
import { showToast } from '#components/ui/toast.ts';
import { type NoticeChoices, withChoices } from '#lib/access/notices/rules.ts';
import { request } from '#lib/client.ts';

/** The viewer's choices, each change of which takes effect at once, or is taken back where it could not be saved. */
export function useChoices(initial: NoticeChoices) {
  const [choices, setChoices] = useState(initial);
  async function choose(changed: NoticeChoices) {
    const before = choices;
    setChoices(withChoices(choices, changed));
    try {
      await request('PATCH /account', { notifications: changed });
    } catch (error) {
      setChoices(before);
      showToast('Your choice was not saved.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    }
  }
  return { choices, choose };
}
