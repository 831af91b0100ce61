/** Lives through the bank's work on risk, day by day, and gives the rows that it left behind. */

import type { History, Row } from '../history.ts';
import type { PersonKey } from '../people.ts';
import type { State } from '../records.ts';
import type { DemoAsset } from '../shape.ts';
import type { TeamKey } from '../teams.ts';
import { planAssessments } from './assessing.ts';
import { planAcceptances } from './borne.ts';
import type { DemoCatalogue } from './catalogue.ts';
import { dayRows, type Release } from './days.ts';
import { Desk } from './desk.ts';
import { Register } from './register.ts';
import { planRollouts } from './rollouts.ts';
import { type Asset, columns } from './state.ts';
import { planStories } from './stories.ts';

const day = 86_400_000;
/** So many days ago the bank took up the catalogue. */
const began = 210;
/** So many days are written down, today among them. */
export const daysKept = 90;

/** An asset as the inventory has it: what it was when registered, and what changed when. */
export type Placed = {
  team: TeamKey;
  told: DemoAsset;
  id: string;
  teamId: string;
  first: State;
  registeredAt: Date;
  changes: readonly { at: Date; field: string; to: unknown; by: PersonKey; event: string }[];
};

export type Living = {
  now: Date;
  catalogue: DemoCatalogue;
  history: History;
  userIds: ReadonlyMap<PersonKey, string>;
  teamIds: Iterable<string>;
  assets: readonly Placed[];
  releases: readonly Release[];
};

export type RiskTables = Record<
  'scorings' | 'risks' | 'risk_changes' | 'safeguards' | 'evidence' | 'evidence_chunks' | 'signals' | 'acceptances' | 'posture_days',
  Row[]
> & { levels: Map<string, Row> };

/** Rows of `risks` name the facts of their scoring, for its number is the database's to give. */
export function live({ now, catalogue, history, userIds, teamIds, assets, releases }: Living): RiskTables {
  const register = new Register(catalogue);
  const desk = new Desk(now, register, history, userIds);
  const start = new Date(Math.floor(now.getTime() / day) * day - began * day + 7 * 3_600_000);
  for (const placed of assets) register.assets.set(`${placed.team}/${placed.told.key}`, standing(placed, desk, start));
  planAssessments(desk);
  planRollouts(desk);
  planStories(desk);
  planAcceptances(desk);
  const posture_days: Row[] = [];
  const midnight = Math.floor(now.getTime() / day) * day;
  const write = (at: Date) =>
    posture_days.push(...dayRows(at, { assets: present(register, at), releases, signals: desk.signals, teamIds }));
  for (let back = daysKept - 2; back >= 0; back -= 1) desk.agenda.add(new Date(midnight - back * day - 30_000), write);
  for (let next = desk.agenda.take(now); next; next = desk.agenda.take(now)) {
    register.advance(next.at);
    next.act(next.at);
  }
  register.advance(now);
  write(now);
  const own = [...register.assets.values()];
  const safeguards = [...register.offers.values(), ...own.flatMap((asset) => [...asset.safeguards.values()])];
  return {
    scorings: register.scorings(),
    risks: own.flatMap((asset) => [...asset.risks.values()].map(columns)),
    risk_changes: register.changes,
    safeguards: safeguards.sort((a, b) => Number(a.inheritedFrom !== null) - Number(b.inheritedFrom !== null)).map(columns),
    evidence: [...register.evidence.values()].flat().map(columns),
    evidence_chunks: desk.chunks,
    signals: desk.signals.map(columns),
    acceptances: desk.acceptances.map(columns),
    posture_days,
    levels: new Map(own.map((asset) => [asset.id, levelColumns(asset)])),
  };
}

const present = (register: Register, at: Date) => [...register.assets.values()].filter(({ registeredAt }) => registeredAt <= at);

const levelColumns = ({ level, levels }: Asset): Row => ({
  level,
  ...Object.fromEntries(Object.entries(levels).map(([stage, worst]) => [`level_${stage}`, worst])),
});

/** The asset as it stood when the bank began, or was registered; what changed of it since is put on the agenda. */
function standing({ team, told, id, teamId, first, registeredAt, changes }: Placed, desk: Desk, start: Date): Asset {
  const { ownerId, ...state } = first;
  const asset: Asset = {
    ...{
      name: `${team}/${told.key}`,
      told,
      team,
      teamId,
      id,
      kind: told.kind,
      ...state,
      ownerId: ownerId && desk.userId(ownerId),
      registeredAt,
    },
    ...{ risks: new Map(), safeguards: new Map(), signals: [], level: 0, nextAt: null },
    levels: { collect: 0, validate: 0, develop: 0, deploy: 0, monitor: 0, change: 0 },
  };
  const set = (field: string, to: unknown) =>
    Object.assign(asset, { [field]: field === 'ownerId' && to ? desk.userId(to as PersonKey) : to });
  const from = registeredAt > start ? registeredAt : start;
  for (const { field, to } of changes.filter(({ at }) => at <= from)) set(field, to);
  desk.agenda.add(from, (at) => desk.settle(asset, at, 'asset.registered', null));
  for (const { at, field, to, by, event } of changes.filter((change) => change.at > from))
    desk.agenda.add(at, (moment) => {
      set(field, to);
      desk.settle(asset, moment, event, desk.userId(by));
    });
  return asset;
}
