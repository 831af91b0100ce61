/** What the form of an asset holds, for a new one and for an edit. */
import type { FormValues } from '#components/data/form/form-state.ts';
import {
  type DataClass,
  dataClasses,
  type Exposure,
  exposures,
  firstStage,
  type Kind,
  keyFromName,
  kinds,
  type Stage,
  stages,
} from '#lib/assets/rules.ts';
import type { Asset } from '#lib/assets/schema.ts';

export type AssetValues = FormValues & {
  teamId: string;
  kind: Kind | '';
  name: string;
  /** Empty on a new asset: made of the name. */
  key: string;
  description: string;
  ownerId: string | null;
  /** Empty on a new asset: what is usual for its kind. */
  stage: Stage | '';
  criticality: number;
  exposure: Exposure;
  dataClass: DataClass;
  tags: readonly string[];
};

/** A team, and the kinds that the viewer may register (or edit) in it. */
export type TeamChoice = { id: string; name: string; kinds: readonly Kind[] };

export const fieldLabels: Record<string, string> = {
  teamId: 'Team',
  kind: 'Kind',
  name: 'Name',
  key: 'Key',
  description: 'Description',
  ownerId: 'Owner',
  stage: 'Stage',
  criticality: 'Criticality',
  exposure: 'Exposure',
  dataClass: 'Data class',
  tags: 'Tags',
  status: 'Status',
};

/** A new asset: in the only team and of the only kind where there is no choice, owned by whoever registers it. */
export function newValues(choices: readonly TeamChoice[], ownerId: string): AssetValues {
  const [only] = choices;
  const team = choices.length === 1 ? only : undefined;
  return {
    teamId: team?.id ?? '',
    kind: team?.kinds.length === 1 ? (team.kinds[0] ?? '') : '',
    name: '',
    key: '',
    description: '',
    ownerId,
    stage: '',
    criticality: 3,
    exposure: 'internal',
    dataClass: 'internal',
    tags: [],
  };
}

export function valuesOf(asset: Asset): AssetValues {
  const { kind, name, key, description, ownerId, stage, criticality, exposure, dataClass, tags } = asset;
  return { teamId: asset.team.id, kind, name, key, description, ownerId, stage, criticality, exposure, dataClass, tags };
}

/** The stage as it will be saved: the chosen one, else what is usual for the kind. */
export const stageOf = ({ stage, kind }: Pick<AssetValues, 'stage' | 'kind'>): Stage | '' => stage || (kind && firstStage[kind]);

/** The key as it will be saved: the chosen one, else made of the name. */
export const keyOf = ({ key, name }: Pick<AssetValues, 'key' | 'name'>): string => key || (name.trim() && keyFromName(name));

/** What can be said without asking the server. */
export function checkValues(values: AssetValues): Record<string, string> {
  return {
    ...(!values.teamId && { teamId: 'Choose the team it belongs to.' }),
    ...(!values.kind && { kind: 'Choose what kind of asset it is.' }),
    ...(!values.name.trim() && { name: 'Give it a name.' }),
  };
}

const among = <T extends string>(known: readonly T[], value: string): T | undefined => known.find((each) => each === value);
export const asKind = (value: string) => among(kinds, value) ?? '';
export const asStage = (value: string) => among(stages, value) ?? '';
export const asExposure = (value: string) => among(exposures, value) ?? 'internal';
export const asDataClass = (value: string) => among(dataClasses, value) ?? 'internal';
