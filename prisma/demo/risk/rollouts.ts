/** How controls came to the bank's assets: what each team offers to its own, and what was planned, done and verified, asset by asset. */
import { stages } from '#lib/assets/rules.ts';
import { worksAt } from '#lib/risks/scoring/rules.ts';
import { latest, momentOf, numberFrom } from '../moments.ts';
import type { PersonKey } from '../people.ts';
import { leadOf, stateOf } from '../records.ts';
import type { TeamKey } from '../teams.ts';
import type { Desk } from './desk.ts';
import { pieceOf } from './evidence.ts';
import { addEvidence, exclude, find, implement, inherit, type Place, plan, verify } from './guarding.ts';
import { matters } from './judgements.ts';
import { exclusions, legacies, offers } from './offers.ts';
import type { Asset, Safeguard } from './state.ts';
import { verifiersOf, workersOf } from './who.ts';

const minute = 60_000;
const day = 86_400_000;

/** From the first plans to the last, in days ago; the percentages of plans that are carried out, verified, and kept fresh. */
type Maturity = { from: number; to: number; done: number; verified: number; renewed: number; breadth: number };
const maturities: Record<TeamKey, Maturity> = {
  'ml-platform': { from: 206, to: 52, done: 88, verified: 82, renewed: 94, breadth: 2 },
  'fraud-analytics': { from: 160, to: 22, done: 88, verified: 80, renewed: 90, breadth: 2 },
  'credit-risk': { from: 203, to: 34, done: 78, verified: 66, renewed: 70, breadth: 1 },
  'customer-assistant': { from: 118, to: 6, done: 82, verified: 74, renewed: 96, breadth: 1 },
  'marketing-personalisation': { from: 128, to: 8, done: 45, verified: 50, renewed: 60, breadth: -1 },
};

/** The controls that would do most for an asset as it stands in the end, the best first. */
function controlsFor(desk: Desk, asset: Asset): string[] {
  const { catalogue } = desk.register;
  const reached = stages.indexOf(stateOf(asset.told).stage);
  const points = new Map<string, number>();
  for (const { threat, stage } of catalogue.pairs.get(asset.kind) ?? [])
    for (const [control, mitigation] of catalogue.scoring.mitigations.get(threat) ?? [])
      if (worksAt(mitigation, stage) && stages.indexOf(stage) <= reached && matters(asset.name, threat))
        points.set(control, (points.get(control) ?? 0) + mitigation.strength ** 2 + numberFrom(`${asset.name} ${control}`, 3) / 2);
  return [...points].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).map(([control]) => control);
}

/** Puts everything that was done about controls on the agenda. */
export function planRollouts(desk: Desk): void {
  const { register } = desk;
  for (const { team, control, by, verifier, plannedAgo, doneAgo, verifiedAgo } of offers) {
    const one = [...register.assets.values()].find((asset) => asset.team === team);
    if (!one || !register.catalogue.controls.has(control)) continue;
    const place: Place = { asset: null, team, teamId: one.teamId };
    carryOut(desk, place, { control, by, verifier, plannedAgo, doneAgo, verifiedAgo, renewed: true });
  }
  for (const asset of register.assets.values()) {
    if (asset.status === 'retired') continue;
    const { breadth } = maturities[asset.team];
    const named = [...legacies, ...exclusions].filter(({ asset: name }) => name === asset.name).map(({ control }) => control);
    const offered = offers.filter(({ team }) => team === asset.team).map(({ control }) => control);
    const useful = controlsFor(desk, asset);
    const chosen = new Set([
      ...useful.slice(0, Math.max(1, asset.criticality + breadth)),
      ...useful.filter((each) => offered.includes(each)),
    ]);
    for (const { from, control } of legacies) if (from === asset.name) chosen.add(control);
    for (const control of named) chosen.delete(control);
    for (const control of chosen) if (register.catalogue.controls.has(control)) rollOut(desk, asset, control, offered.includes(control));
  }
  planNamed(desk);
}

/** One control on one asset, as fast as its team is. */
function rollOut(desk: Desk, asset: Asset, control: string, offered: boolean): void {
  const words = `${asset.name} ${control}`;
  const pace = maturities[asset.team];
  const earliest = asset.told.daysAgo - 3;
  const plannedAgo = Math.min(earliest, pace.from - numberFrom(`${words} planned`, pace.from - pace.to));
  if (plannedAgo < 2) return;
  const workers = workersOf(asset.team, asset.kind, plannedAgo);
  const by = workers[numberFrom(`${words} by`, workers.length)] ?? leadOf(asset.team);
  if (offered && numberFrom(`${words} follows`, 100) < 85) {
    followOffer(desk, asset, control, plannedAgo, by);
    return;
  }
  const done = plannedAgo - 9 - numberFrom(`${words} done`, 34);
  const seen = done - 4 - numberFrom(`${words} verified`, 24);
  const verifiers = verifiersOf(asset.team, by, Math.max(seen, 1));
  const verifier = verifiers[numberFrom(`${words} verifier`, verifiers.length)] ?? 'priya';
  const carriedOut = done >= 1 && numberFrom(`${words} carried out`, 100) < pace.done;
  const verified = carriedOut && seen >= 1 && numberFrom(`${words} looked at`, 100) < pace.verified;
  carryOut(
    desk,
    { asset },
    {
      ...{ control, by, verifier, plannedAgo, doneAgo: carriedOut ? done : null, verifiedAgo: verified ? seen : null },
      renewed: numberFrom(`${words} renewed`, 100) < pace.renewed,
    },
  );
}

function followOffer(desk: Desk, asset: Asset, control: string, plannedAgo: number, by: PersonKey): void {
  const words = `${asset.name} ${control}`;
  const offer = offers.find((each) => each.team === asset.team && each.control === control);
  const daysAgo = Math.max(1, Math.min(plannedAgo, (offer?.plannedAgo ?? plannedAgo) - 1));
  desk.agenda.add(momentOf(desk.now, daysAgo, words), (at) => {
    const source = desk.register.offers.get(`${asset.team} ${control}`);
    if (!source) return;
    plan(desk, { asset }, at, by, { control, owner: by });
    const made = asset.safeguards.get(control);
    if (made) desk.agenda.add(new Date(at.getTime() + minute), (moment) => inherit(desk, asset, made, source, moment, by));
  });
}

type Course = {
  control: string;
  by: PersonKey;
  verifier: PersonKey;
  plannedAgo: number;
  doneAgo: number | null;
  verifiedAgo: number | null;
  renewed: boolean;
};

/** Planned, shown, implemented, verified by another, and shown again before the evidence expires. */
export function carryOut(desk: Desk, place: Place, { control, by, verifier, plannedAgo, doneAgo, verifiedAgo, renewed }: Course): void {
  const name = place.asset ? place.asset.name : place.team;
  const words = `${name} ${control}`;
  const planned = momentOf(desk.now, plannedAgo, words);
  const dueAt = new Date(Math.floor(planned.getTime() / day) * day + (40 + numberFrom(`${words} due`, 80)) * day + 16 * 60 * minute);
  const made = (): Safeguard => {
    const found = find(desk, place, control);
    if (!found) throw new Error(`${words} was never planned`);
    return found;
  };
  desk.agenda.add(planned, (at) => plan(desk, place, at, by, { control, owner: by, dueAt }));
  if (doneAgo === null) return;
  const shown = latest(new Date(planned.getTime() + 20 * minute), momentOf(desk.now, doneAgo, `${words} shown`));
  const done = new Date(shown.getTime() + 6 * minute);
  const piece = pieceOf(name, control);
  desk.agenda.add(shown, (at) => addEvidence(desk, place, made(), at, by, piece));
  desk.agenda.add(done, (at) => implement(desk, place, made(), at, by));
  if (verifiedAgo === null) return;
  const seen = latest(new Date(done.getTime() + 30 * minute), momentOf(desk.now, verifiedAgo, `${words} seen`));
  desk.agenda.add(seen, (at) => verify(desk, place, made(), at, verifier));
  let expires = piece.days ? shown.getTime() + piece.days * day : Number.POSITIVE_INFINITY;
  while (renewed && expires - 6 * day < desk.now.getTime()) {
    const again = new Date(expires - 6 * day);
    if (again <= seen) break;
    desk.agenda.add(again, (at) => {
      if (made().state === 'verified') addEvidence(desk, place, made(), at, by, piece);
    });
    desk.agenda.add(new Date(again.getTime() + 2 * day), (at) => {
      if (made().state === 'verified' && at < desk.now) verify(desk, place, made(), at, verifier);
    });
    expires = again.getTime() + (piece.days ?? 0) * day;
  }
}

/** What is told by name: what follows an upstream asset, and what does not apply. */
function planNamed(desk: Desk): void {
  const { register } = desk;
  for (const { asset: name, from, control, by, daysAgo } of legacies) {
    const asset = register.asset(name);
    desk.agenda.add(momentOf(desk.now, daysAgo, `${name} ${control}`), (at) => {
      const source = register.asset(from).safeguards.get(control);
      if (!source || source.inheritedFrom) return;
      plan(desk, { asset }, at, by, { control, owner: by });
      const made = asset.safeguards.get(control);
      if (made) desk.agenda.add(new Date(at.getTime() + minute), (moment) => inherit(desk, asset, made, source, moment, by));
    });
  }
  for (const { asset: name, control, by, daysAgo, reason } of exclusions) {
    const place = { asset: register.asset(name) };
    if (!register.catalogue.controls.has(control)) continue;
    desk.agenda.add(momentOf(desk.now, daysAgo, `${name} ${control}`), (at) => {
      plan(desk, place, at, by, { control });
      const made = find(desk, place, control);
      if (made) desk.agenda.add(new Date(at.getTime() + 12 * minute), (moment) => exclude(desk, place, made, moment, by, reason));
    });
  }
}
