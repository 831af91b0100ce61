/** What the register of the demonstration holds while its history is lived through: the columns of its tables, as they stand at a moment. */
import type { DataClass, Exposure, Kind, Stage } from '#lib/assets/rules.ts';
import type { SafeguardState as State } from '#lib/risks/safeguards/rules.ts';
import type { Row } from '../history.ts';
import type { DemoAsset } from '../shape.ts';
import type { TeamKey } from '../teams.ts';

export type Because = { cause: string; actorId: string | null };

/** One row of `risks`, but for the number of its scoring: `facts` finds it. */
export type Risk = {
  id: string;
  teamId: string;
  assetId: string;
  kind: Kind;
  threat: string;
  stage: Stage;
  applies: boolean;
  facts: string | null;
  setLikelihood: number | null;
  setImpact: number | null;
  setReason: string | null;
  assessedAt: Date | null;
  assessedBy: string | null;
  assessedUntil: Date | null;
  treatment: string | null;
  target: number | null;
  ownerId: string | null;
  dueAt: Date | null;
  notes: string;
  acceptedUntil: Date | null;
  acceptedSeverity: number | null;
  signal: number;
  level: number;
  likelihood: number;
  impact: number;
  severity: number;
  coverage: number;
  staleAt: Date | null;
  nextAt: Date | null;
  openedAt: Date;
  createdAt: Date;
  updatedAt: Date;
  version: number;
};

export type Evidence = {
  id: string;
  teamId: string;
  safeguardId: string;
  kind: 'file' | 'link' | 'text';
  title: string;
  content: string;
  fileName: string | null;
  fileType: string | null;
  fileSize: number | null;
  fileSha256: string | null;
  expiresAt: Date | null;
  addedBy: string | null;
  addedAt: Date;
};

export type Safeguard = {
  id: string;
  teamId: string;
  assetId: string | null;
  control: string;
  state: State;
  reason: string | null;
  inheritedFrom: string | null;
  ownerId: string | null;
  dueAt: Date | null;
  notes: string;
  implementedBy: string | null;
  implementedAt: Date | null;
  verifiedBy: string | null;
  verifiedAt: Date | null;
  evidenceUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: number;
};

export type Signal = {
  id: string;
  teamId: string;
  assetId: string;
  threat: string | null;
  severity: 'medium' | 'high' | 'critical';
  source: string;
  sourceRef: string | null;
  title: string;
  detail: string;
  raisedBy: string | null;
  raisedAt: Date;
  clearedBy: string | null;
  clearedAt: Date | null;
  clearedNote: string | null;
  version: number;
};

export type Acceptance = {
  id: string;
  teamId: string;
  assetId: string;
  riskId: string;
  status: 'requested' | 'granted' | 'refused' | 'withdrawn' | 'revoked' | 'ended';
  reason: string;
  until: Date;
  severity: number;
  requestedBy: string;
  requestedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  note: string | null;
  endedAt: Date | null;
  endedBy: string | null;
  endedNote: string | null;
  treatmentBefore: string | null;
  noticedAt: Date | null;
  version: number;
};

/** An asset as the inventory has it, with what the register holds of it. Risks by "threat stage", safeguards by control. */
export type Asset = {
  name: string;
  told: DemoAsset;
  team: TeamKey;
  teamId: string;
  id: string;
  kind: Kind;
  stage: Stage;
  criticality: number;
  exposure: Exposure;
  dataClass: DataClass;
  status: 'active' | 'retired';
  ownerId: string | null;
  registeredAt: Date;
  /** Since when its risks are in the register. */
  from: Date;
  risks: Map<string, Risk>;
  safeguards: Map<string, Safeguard>;
  signals: Signal[];
  /** The worst of each stage, and of the whole. */
  levels: Record<Stage, number>;
  level: number;
  /** When time alone next changes something of it. */
  nextAt: Date | null;
};

/** A row from what is named as in code: `teamId` is the column team_id. */
export const columns = (named: object): Row =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
