/**
 * How the demonstration organisation is written down: short enough to read and mend by hand. records.ts turns it into
 * what the inventory holds. All times are days before the moment of loading.
 */
import type { Relation } from '#lib/assets/lineage/rules.ts';
import type { DataClass, Exposure, Kind, Stage, Status } from '#lib/assets/rules.ts';
import type { DataCard, ModelCard } from './cards.ts';
import type { PersonKey } from './people.ts';
import type { TeamKey } from './teams.ts';

/** Stage, criticality, exposure and data class in one line: "monitor 5 partner restricted". */
export type Standing = `${Stage} ${1 | 2 | 3 | 4 | 5} ${Exposure} ${DataClass}`;

/** "trained_on card-features@r41" within the team, "stored_in ml-platform/model-registry@3.2" in another. */
export type Link = `${Relation} ${string}@${string}`;

export type DemoVersion = {
  label: string;
  daysAgo: number;
  /** Who registered it; the asset's owner, or the team's lead, where absent. */
  by?: PersonKey;
  location?: string;
  purl?: string;
  /** Bytes by path. With a label beside it, the file is the one that version already held. */
  files?: Record<string, number | [bytes: number, since: string]>;
  signature?: 'unknown' | 'unsigned' | 'unverified' | 'verified';
  /** Who built it from what, as its origin tells it. */
  provenance?: Record<string, string>;
  card?: ModelCard;
  data?: DataCard[];
  licence?: string;
  /** Package URLs of the libraries inside. */
  components?: string[];
  references?: Record<string, string>;
  properties?: Record<string, string>;
  links?: Link[];
};

/** One edit after registration: what a field was and became. */
export type DemoChange = { daysAgo: number; by: PersonKey } & (
  | { field: 'stage'; from: Stage; to: Stage }
  | { field: 'status'; from: Status; to: Status }
  | { field: 'criticality'; from: number; to: number }
  | { field: 'exposure'; from: Exposure; to: Exposure }
  | { field: 'dataClass'; from: DataClass; to: DataClass }
  | { field: 'ownerId'; from: PersonKey | null; to: PersonKey | null }
);

export type DemoAsset = {
  kind: Kind;
  key: string;
  name: string;
  description: string;
  owner: PersonKey | null;
  standing: Standing;
  /** Words separated by spaces. */
  tags: string;
  daysAgo: number;
  origin?: 'file' | 'connector';
  originRef?: string;
  retired?: true;
  changes?: DemoChange[];
  versions?: DemoVersion[];
};

export type DemoTeam = { key: TeamKey; name: string; lead: PersonKey; daysAgo: number };
