/** What the catalogue is called in words. */
import { kindLabels, kinds, type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import { harmLabels, type Reduction, strengthWords } from '#lib/risks/catalogue/rules.ts';

/** "Strong · takes 2 off the likelihood". */
export const effectWords = (reduces: Reduction, strength: number): string =>
  strength === 0 ? 'No effect: switched off' : `Takes ${strength} off the ${reduces}`;

export const strengthLabel = (strength: number): string => `${strength} · ${strengthWords[strength] ?? ''}`;

/** "at each stage", or the stages by name. */
export const stagesWords = (at: readonly Stage[]): string =>
  at.length === 0 || at.length === stages.length
    ? 'at each of its stages'
    : `at ${at.map((stage) => stageLabels[stage].toLowerCase()).join(', ')}`;

export const assetsWords = (count: number): string => `${count.toLocaleString('en-GB')} ${count === 1 ? 'asset' : 'assets'}`;

const fieldWords: Readonly<Record<string, string>> = {
  affects: 'Affects',
  likelihood: 'Base likelihood',
  applies: 'Where it applies',
  evidence: 'Evidence expected',
  assessmentDays: 'Days that an assessment holds',
  matrix: 'Matrix of levels',
};

/** "against model-theft" as "Against model-theft", "item A.7.4" as "Item A.7.4". */
export const fieldLabel = (field: string): string => fieldWords[field] ?? field.charAt(0).toUpperCase() + field.slice(1);

/** Pairs of kind and stage by kind: "Model: Development, Deployment". */
export function pairsWords(pairs: readonly string[]): string {
  return kinds
    .map((kind) => ({ kind, at: stages.filter((stage) => pairs.includes(`${kind}:${stage}`)) }))
    .filter(({ at }) => at.length > 0)
    .map(({ kind, at }) => `${kindLabels[kind]}: ${at.map((stage) => stageLabels[stage].toLowerCase()).join(', ')}`)
    .join('; ');
}

/** A value of a difference as a person reads it. */
export function valueWords(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (field.startsWith('against ')) {
    const { reduces, strength, stages: at } = value as { reduces: Reduction; strength: number; stages: Stage[] };
    return `${effectWords(reduces, strength).toLowerCase()} ${stagesWords(at)}`;
  }
  if (field.startsWith('item ')) {
    const { name, section } = value as { name: string; section: string };
    return `${name} (${section})`;
  }
  if (field === 'applies') return pairsWords(value as string[]);
  if (field === 'affects') return (value as (keyof typeof harmLabels)[]).map((harm) => harmLabels[harm].toLowerCase()).join(', ');
  if (field === 'mitigates')
    return (value as { threat: string; reduces: Reduction; strength: number }[])
      .map(({ threat, reduces, strength }) => `${threat}: ${effectWords(reduces, strength).toLowerCase()}`)
      .join('; ');
  if (field === 'matrix') return '25 cells';
  return Array.isArray(value) ? value.join(', ') || 'nothing' : String(value);
}
