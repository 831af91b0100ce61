'use client';

import { Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';

export interface ScheduleSwitchProps {
  schedule: { id: string; name: string; version: number; enabled: boolean };
}

/** Pauses a schedule, or has it go on: what it would have asked for meanwhile is not made up for. */
export function ScheduleSwitch({ schedule: { id, name, version, enabled } }: ScheduleSwitchProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  async function turn() {
    setBusy(true);
    try {
      await request('POST /reviews/schedules/{id}/switch', { id, version, enabled: !enabled });
      showToast(enabled ? `${name} is paused.` : `${name} goes on.`, { tone: 'good' });
      router.refresh();
    } catch (error) {
      showToast(error instanceof Error ? error.message : 'It could not be done.', { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button busy={busy} icon={enabled ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />} onClick={turn}>
      {enabled ? 'Pause' : 'Resume'}
    </Button>
  );
}
