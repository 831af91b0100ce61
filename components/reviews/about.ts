/** What a new review is about, while it is being chosen. Pure. */
import type { Kind, Stage } from '#lib/assets/rules.ts';
import type { NewReviewInput } from '#lib/reviews/requesting/schema.ts';
import type { Subject } from '#lib/reviews/rules.ts';

export type ChosenAsset = { id: string; name: string; kind: Kind; stage: Stage; teamName: string };
export type Named = { id: string; name: string };

/** As far as it is chosen; nothing that the subject does not need counts. */
export type About = {
  subject: Subject;
  asset: ChosenAsset | null;
  versionId: string | null;
  baseVersionId: string | null;
  stage: Stage | null;
  acceptance: Named | null;
  team: Named | null;
  person: Named | null;
};

export const nothingChosen: About = {
  subject: 'version',
  asset: null,
  versionId: null,
  baseVersionId: null,
  stage: null,
  acceptance: null,
  team: null,
  person: null,
};

/** The subjects that somebody can choose for this asset, or without one. */
export const subjectsFor = (kind: Kind | null): readonly Subject[] => [
  'version',
  ...(kind === 'dataset' || kind === null ? (['dataset'] as const) : []),
  'transition',
  'change',
  'access',
];

/** What the API takes, or what is still to be chosen, by field. */
export function aboutInput(about: About): { about: NewReviewInput['about'] } | { lacks: Record<string, string> } {
  const { subject, asset, versionId, baseVersionId, stage, acceptance, team, person } = about;
  const version = versionId ? { versionId } : {};
  if (subject === 'acceptance')
    return acceptance ? { about: { subject, acceptanceId: acceptance.id } } : { lacks: { acceptance: 'Choose an acceptance.' } };
  if (subject === 'access') {
    if (team && person) return { about: { subject, teamId: team.id, personId: person.id } };
    return { lacks: { ...(!team && { team: 'Choose a team.' }), ...(!person && { person: 'Choose a person.' }) } };
  }
  if (!asset) return { lacks: { asset: 'Choose an asset.' } };
  if (subject === 'transition')
    return stage ? { about: { subject, assetId: asset.id, stage, ...version } } : { lacks: { stage: 'Choose a stage.' } };
  if (subject === 'change') {
    if (!versionId || !baseVersionId) return { lacks: { version: 'Choose both versions.' } };
    if (versionId === baseVersionId) return { lacks: { version: 'Choose two different versions.' } };
    return { about: { subject, assetId: asset.id, versionId, baseVersionId } };
  }
  return { about: { subject, assetId: asset.id, ...version } };
}

/** Of a transition where it leads to, otherwise where the asset stands: what a template's stages mean. */
export const stageOf = ({ subject, asset, stage }: About): Stage | null => (subject === 'transition' ? stage : (asset?.stage ?? null));
