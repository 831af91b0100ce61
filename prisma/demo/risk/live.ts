/** Lives through the bank's work on risk, day by day, and gives the rows that it left behind. */

import type { History, Row } from '../history.ts';
import { numberFrom } from '../moments.ts';
import type { PersonKey } from '../people.ts';
import type { State } from '../records.ts';
import type { DemoAsset } from '../shape.ts';
import type { TeamKey } from '../teams.ts';
import { planAssessments, turnsOf } from './assessing.ts';
import { planAcceptances } from './borne.ts';
import type { DemoCatalogue } from './catalogue.ts';
import { dayRows, type Release } from './days.ts';
import { Desk } from './desk.ts';
import { Register } from './register.ts';
import { planRollouts } from './rollouts.ts';
import { type Asset, columns } from './state.ts';
import { planStories } from './stories.ts';

const day = 86_400_000;
/** So many days ago each team took up the catalogue: asset by asset, all of them before the first day that is written down. */
const began: Record<TeamKey, number> = {
  'ml-platform': 209,
  'credit-risk': 207,
  'fraud-analytics': 163,
  'marketing-personalisation': 136,
  'customer-assistant': 128,
};
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
  for (const placed of assets) {
    const asset = standing(placed, desk);
    register.assets.set(asset.name, asset);
  }
  const turns = turnsOf([...register.assets.values()]);
  for (const placed of assets) takeUp(placed, desk, turns);
  planAssessments(desk, turns);
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

/** The asset as it was registered, before anybody asked what threatens it. */
function standing({ team, told, id, teamId, first, registeredAt }: Placed, desk: Desk): Asset {
  const { ownerId, ...state } = first;
  return {
    ...{ name: `${team}/${told.key}`, told, team, teamId, id, kind: told.kind, ...state },
    ...{ ownerId: ownerId && desk.userId(ownerId), registeredAt, from: registeredAt },
    ...{ risks: new Map(), safeguards: new Map(), signals: [], level: 0, nextAt: null },
    levels: { collect: 0, validate: 0, develop: 0, deploy: 0, monitor: 0, change: 0 },
  };
}

/** Puts on the agenda when an asset's risks appear, some days before somebody looks at them, and what changes of it since. */
function takeUp({ team, told, registeredAt, changes }: Placed, desk: Desk, turns: ReadonlyMap<string, number>): void {
  const asset = desk.register.asset(`${team}/${told.key}`);
  const spread = began[team] - daysKept - 2;
  const turn = (turns.get(asset.name) ?? daysKept + numberFrom(`${asset.name} begins`, spread)) + 3 + numberFrom(`${asset.name} from`, 16);
  const daysAgo = Math.min(began[team], Math.max(daysKept + 2, turn));
  const start = new Date(Math.floor(desk.now.getTime() / day) * day - daysAgo * day + 7 * 3_600_000);
  asset.from = registeredAt > start ? registeredAt : start;
  const set = (field: string, to: unknown) =>
    Object.assign(asset, { [field]: field === 'ownerId' && to ? desk.userId(to as PersonKey) : to });
  for (const { field, to } of changes.filter(({ at }) => at <= asset.from)) set(field, to);
  desk.agenda.add(asset.from, (at) => desk.settle(asset, at, 'asset.registered', null));
  for (const { at, field, to, by, event } of changes.filter((change) => change.at > asset.from))
    desk.agenda.add(at, (moment) => {
      set(field, to);
      desk.settle(asset, moment, event, desk.userId(by));
    });
}
