/** Why an asset, or a stage of it, is at its level: the worst of its risks, said in words. Pure. */
import { type Level, levelLabels, levels, type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import type { AssetRisk } from '#lib/risks/register/page/schema.ts';

type Known = Pick<AssetRisk, 'id' | 'threatName' | 'stage' | 'level' | 'applies'>;

/** Those that make a level what it is, and how many of each level there are, the worst first. */
export type Why = { sentence: string; worst: readonly Known[]; counts: readonly { level: Level; count: number }[] };

const meanings: Partial<Record<Level, string>> = {
  unassessed: 'Nobody has assessed all of it: unknown stands above low, because it is not safe.',
  stale: 'What was judged low or medium was judged too long ago, and is not trusted any more.',
  accepted: 'All that is not low is borne until a day, as the security team agreed.',
  low: 'Everything is assessed, and the worst of it is low.',
  none: 'No threat applies here.',
};

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Why a set of risks is at the level of its worst. */
export function whyOf(risks: readonly Known[]): Why {
  const applying = risks.filter(({ applies }) => applies);
  const index = Math.max(0, ...applying.map(({ level }) => levels.indexOf(level)));
  const level = levels[index] ?? 'none';
  const worst = applying.filter((risk) => risk.level === level);
  const counts = [...levels]
    .reverse()
    .map((each) => ({ level: each, count: applying.filter((risk) => risk.level === each).length }))
    .filter(({ count }) => count > 0);
  const sentence =
    meanings[level] ??
    `A level is that of the worst risk: ${plural(worst.length, 'risk')} of ${applying.length} ${worst.length === 1 ? 'is' : 'are'} ${levelLabels[level].toLowerCase()}.`;
  return { sentence, worst, counts };
}

/** The stages that make the asset's level what it is. */
export function worstStages(levelsByStage: readonly Level[], level: Level): Stage[] {
  return stages.filter((_, at) => level !== 'none' && levelsByStage[at] === level);
}

/** "Deployment and Monitoring". */
export const stageList = (several: readonly Stage[]): string => {
  const labels = several.map((stage) => stageLabels[stage]);
  return labels.length > 1 ? `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}` : (labels[0] ?? '');
};
