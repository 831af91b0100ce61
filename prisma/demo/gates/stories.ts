/** What was asked of the gates at the bank, and what came of it. */
export type WaiverCourse = {
  status: 'requested' | 'granted' | 'refused' | 'ended';
  /** When somebody tried to promote it. */
  daysAgo: number;
  /** For how long the waiver was asked for. */
  days: number;
  reason: string;
  note: string | null;
};

export const courses: readonly WaiverCourse[] = [
  {
    status: 'granted',
    daysAgo: 12,
    days: 45,
    reason: 'The build account is moved to the new runner in December. Until then two people start each build, and the log is kept.',
    note: 'Until the runner is there, and not longer.',
  },
  {
    status: 'requested',
    daysAgo: 2,
    days: 30,
    reason: 'The evaluation set is being relabelled. The old one is still right for the two markets that the release is for.',
    note: null,
  },
  {
    status: 'ended',
    daysAgo: 70,
    days: 30,
    reason: 'The registry was rebuilt in September and could not sign. Digests were compared by hand for each release.',
    note: 'For the month that the rebuilding takes.',
  },
  {
    status: 'refused',
    daysAgo: 20,
    days: 60,
    reason: 'The team that would verify it is short of people until the end of the quarter.',
    note: 'Another team can verify it: ask the platform people.',
  },
  {
    status: 'requested',
    daysAgo: 1,
    days: 14,
    reason: 'The supplier delivers the missing licence by the end of next week; nothing is shipped to customers before.',
    note: null,
  },
];

export const skipReason = 'It was taken over as it was running: what lay between was looked at in one go.';
