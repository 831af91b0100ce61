/** The end of a day as lib/insights/history writes it down: for each team and the organisation, each kind and all, each stage and the whole. */
import { stages } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Row } from '../history.ts';
import type { Asset, Signal } from './state.ts';

/** Counts of one place: assets by level, risks by level, risks by coverage, releases, incidents. */
type Cell = { levels: number[]; risks: number[]; coverage: number[]; happened: number[] };
const empty = (): Cell => ({ levels: [0, 0, 0, 0, 0, 0, 0, 0], risks: [0, 0, 0, 0, 0, 0, 0, 0], coverage: [0, 0, 0, 0], happened: [0, 0] });

function bump(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function add(to: Cell, from: Cell): void {
  for (const name of ['levels', 'risks', 'coverage', 'happened'] as const)
    for (let at = 0; at < from[name].length; at += 1) to[name][at] = (to[name][at] ?? 0) + (from[name][at] ?? 0);
}

export type Release = { at: Date; teamId: string; kind: string };
export type Standing = { assets: Iterable<Asset>; releases: readonly Release[]; signals: readonly Signal[]; teamIds: Iterable<string> };

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key) ?? make();
  if (!map.has(key)) map.set(key, found);
  return found;
}
const anotherMap = <Value>() => new Map<string, Value>();

/** Cells by team, kind and stage; '' is all of them. */
class Cells {
  readonly #found = new Map<string, Map<string, Map<string, Cell>>>();

  at(team: string, kind: string, stage: string): Cell {
    const places = within(within(this.#found, team, anotherMap<Map<string, Cell>>), kind, anotherMap<Cell>);
    return within(places, stage, empty);
  }

  all(): { team: string; kind: string; stage: string; cell: Cell }[] {
    return [...this.#found].flatMap(([team, kinds]) =>
      [...kinds].flatMap(([kind, places]) => [...places].map(([stage, cell]) => ({ team, kind, stage, cell }))),
    );
  }
}

/** @param at the moment at which it is written down; assets are as they stand then */
export function dayRows(at: Date, { assets, releases, signals, teamIds }: Standing): Row[] {
  const own = new Cells();
  const kinds = new Map<string, string>();
  for (const { id, teamId, kind, status, level, levels, risks } of assets) {
    kinds.set(id, kind);
    const whole = own.at(teamId, kind, '');
    if (status === 'active') bump(whole.levels, level);
    for (const stage of stages) if (status === 'active') bump(own.at(teamId, kind, stage).levels, levels[stage]);
    for (const { applies, stage, level: ofRisk, coverage } of risks.values())
      for (const { risks: byLevel, coverage: byCoverage } of applies ? [own.at(teamId, kind, stage), whole] : []) {
        bump(byLevel, ofRisk);
        bump(byCoverage, coverage);
      }
  }
  const day = dayOf(at);
  for (const { at: released, teamId, kind } of releases)
    if (dayOf(released) === day && released <= at) bump(own.at(teamId, kind, '').happened, 0);
  for (const { raisedAt, source, teamId, assetId } of signals)
    if (source === 'incident' && dayOf(raisedAt) === day) bump(own.at(teamId, kinds.get(assetId) ?? '', '').happened, 1);
  const rolled = new Cells();
  for (const teamId of ['', ...teamIds]) rolled.at(teamId, '', '');
  for (const { team, kind, stage, cell } of own.all())
    for (const one of [team, '']) for (const sort of [kind, '']) add(rolled.at(one, sort, stage), cell);
  return rolled.all().map(({ team, kind, stage, cell: { happened, ...counts } }) => {
    const [releasesOfDay = 0, incidents = 0] = happened;
    const row = { id: newId(at.getTime()), day, team_id: team || null, kind, stage, ...counts };
    return { ...row, releases: releasesOfDay, incidents, recorded_at: at };
  });
}
