/** What can be asked about, what it is called, and until when. Pure; the time is passed in. */
import { type Kind, type Stage, stageLabels } from '#lib/assets/rules.ts';
import { addWorkingDays, dayEnd, dayOf } from '#lib/platform/day-rules.ts';
import type { Subject } from '../rules.ts';

/** Something that a review could be about, as it stands. */
export type Target = {
  /** Where it stands among those asked for. */
  at: number;
  teamId: string;
  teamName: string;
  assetId: string | null;
  kind: Kind | null;
  name: string;
  retired: boolean;
  /** Where the asset stands, and of a transition, where it should go. */
  assetStage: Stage | null;
  stage: Stage | null;
  versionId: string | null;
  versionLabel: string | null;
  baseVersionId: string | null;
  baseLabel: string | null;
  acceptanceId: string | null;
  acceptanceStatus: string | null;
  personId: string | null;
  /** Of access: they are a member now. */
  member: boolean;
  /** A review of the same, by the same template, waits. */
  waiting: boolean;
};

export type Fits = { subject: Subject; kinds: readonly Kind[]; stages: readonly Stage[] };

/** Why no review can be asked for; null where one can. */
export function hindranceToAsk(target: Target, { subject, kinds, stages }: Fits): string | null {
  if (target.retired) return 'The asset is retired.';
  if (subject === 'dataset' && target.kind !== 'dataset') return 'It is no dataset.';
  if (kinds.length > 0 && target.kind !== null && !kinds.includes(target.kind)) return 'The template is for other kinds of asset.';
  const stage = subject === 'transition' ? target.stage : target.assetStage;
  if (stages.length > 0 && stage !== null && !stages.includes(stage)) return 'The template is for other stages.';
  if (subject === 'transition' && target.stage === null) return 'It takes the stage to go on to.';
  if (subject === 'transition' && target.stage === target.assetStage) return 'It stands at this stage already.';
  if ((subject === 'version' || subject === 'change') && target.versionId === null) return 'It has no registered version.';
  if (subject === 'change' && (target.baseVersionId === null || target.baseVersionId === target.versionId))
    return 'It takes two different versions of the asset.';
  if (subject === 'acceptance' && target.acceptanceStatus !== 'requested' && target.acceptanceStatus !== 'granted')
    return 'The acceptance neither waits nor holds any more.';
  if (subject === 'access' && !target.member) return 'They are not a member of the team.';
  return target.waiting ? 'A review of the same waits already.' : null;
}

/** "Fraud scorer · 3.1". Of access, without the person's name, which is told wherever it is read. */
export function titleOf(subject: Subject, target: Target): string {
  const { name, versionLabel, baseLabel, stage, teamName } = target;
  switch (subject) {
    case 'version':
    case 'dataset':
      return versionLabel ? `${name} · ${versionLabel}` : name;
    case 'change':
      return `${name} · ${baseLabel} to ${versionLabel}`;
    case 'transition':
      return `${name} to ${stage ? stageLabels[stage].toLowerCase() : 'another stage'}`;
    case 'acceptance':
      return `Acceptance · ${name}`;
    case 'access':
      return `Access to ${teamName}`;
  }
}

/** The end of the day, in a zone, so many working days from a moment. */
export const dueAfter = (at: Date, days: number, timeZone: string, holidays: ReadonlySet<string>): Date =>
  new Date(dayEnd(addWorkingDays(dayOf(at.toISOString(), timeZone), days, holidays), timeZone));

/** Why things were left out, counted, with some of their names. */
export function countLeft(left: readonly { why: string; name: string }[]): { why: string; count: number; examples: string[] }[] {
  return [...Map.groupBy(left, ({ why }) => why)]
    .map(([why, all]) => ({ why, count: all.length, examples: all.slice(0, 5).map(({ name }) => name) }))
    .sort((one, other) => other.count - one.count || one.why.localeCompare(other.why));
}

/** A request of many can be taken back for this long, in milliseconds. */
export const undoWindow = 10 * 60 * 1000;
