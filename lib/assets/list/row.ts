import { Prisma } from '#prisma/generated/client.ts';
import { type DataClass, type Exposure, type Kind, type Level, levels, type Origin, type Stage, type Status } from '../rules.ts';
import type { AssetRow } from '../schema.ts';

/** A row of the list as the database gives it. */
export type ListedAsset = {
  id: string;
  key: string;
  name: string;
  kind: Kind;
  team: string;
  team_name: string;
  owner_name: string | null;
  stage: Stage;
  level: number;
  level_collect: number;
  level_validate: number;
  level_develop: number;
  level_deploy: number;
  level_monitor: number;
  level_change: number;
  criticality: number;
  exposure: Exposure;
  data_class: DataClass;
  tags: string[];
  origin: Origin;
  status: Status;
  updated_at: Date;
};

/** The columns of a row, of `asset_list a`. Team names are looked up for the page's rows alone. */
export const rowColumns = Prisma.sql`
  a.id, a.key, a.name, a.kind, a.owner_name, a.stage, a.level, a.level_collect, a.level_validate, a.level_develop, a.level_deploy,
  a.level_monitor, a.level_change, a.criticality, a.exposure, a.data_class, a.tags, a.origin, a.status, a.updated_at,
  (SELECT t.key FROM teams t WHERE t.id = a.team_id) AS team, (SELECT t.name FROM teams t WHERE t.id = a.team_id) AS team_name`;

export const levelOf = (index: number): Level => levels[index] ?? 'unassessed';

export function toRow(row: ListedAsset): AssetRow {
  const stagesInOrder = [row.level_collect, row.level_validate, row.level_develop, row.level_deploy, row.level_monitor, row.level_change];
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    kind: row.kind,
    team: row.team,
    teamName: row.team_name,
    ownerName: row.owner_name,
    stage: row.stage,
    level: levelOf(row.level),
    levels: stagesInOrder.map(levelOf),
    criticality: row.criticality,
    exposure: row.exposure,
    dataClass: row.data_class,
    tags: row.tags,
    origin: row.origin,
    status: row.status,
    changedAt: row.updated_at.toISOString(),
  };
}
