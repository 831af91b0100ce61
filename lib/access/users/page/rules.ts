import type { PersonDetail } from './schema.ts';

/** The team about which to ask first why this person can: one that the reader is in as well, else any of theirs that the reader may know. */
export const teamToBeginWith = ({ sharedTeams, account }: Pick<PersonDetail, 'sharedTeams' | 'account'>): string | undefined =>
  sharedTeams[0]?.id ?? account?.memberships[0]?.teamId;
