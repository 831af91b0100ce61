/** How the teams went about assessing: asset by asset, the most critical first, each at its pace; and what they decided to do. */
import { reachableSeverity } from '#lib/risks/register/policy.ts';
import { momentOf, numberFrom } from '../moments.ts';
import type { PersonKey } from '../people.ts';
import { leadOf } from '../records.ts';
import type { TeamKey } from '../teams.ts';
import type { Desk } from './desk.ts';
import { judgementOf, notes } from './judgements.ts';
import { assess, edit, reassess, treat } from './judging.ts';
import type { Asset, Risk } from './state.ts';
import { security, wasThere, workersOf, worksOn } from './who.ts';

const minute = 60_000;
const day = 86_400_000;

/** From the first session to the last, in days ago; of its assets the share that had one; of an asset's risks and of what grows old, the percentage looked at. */
type Pace = { from: number; to: number; reached: number; care: number; renewed: number };
const paces: Record<TeamKey, Pace> = {
  'ml-platform': { from: 206, to: 74, reached: 1, care: 95, renewed: 92 },
  'fraud-analytics': { from: 158, to: 34, reached: 1, care: 94, renewed: 88 },
  'credit-risk': { from: 204, to: 62, reached: 0.95, care: 92, renewed: 58 },
  'customer-assistant': { from: 124, to: 8, reached: 0.95, care: 95, renewed: 100 },
  'marketing-personalisation': { from: 131, to: 12, reached: 0.42, care: 80, renewed: 60 },
};

/** Nobody answers for these, and so nobody looked. */
const neglected = new Set(['ml-platform/artifact-share', 'customer-assistant/voice-recordings', 'credit-risk/affordability-survey']);

/** Looked at again because they moved on, or were new. */
const extra: Record<string, number> = {
  'ml-platform/mirrored-layoutlmv3': 7,
  'fraud-analytics/sanctions-name-matcher': 6,
  'fraud-analytics/mule-account-graph': 55,
};

type Subject = { name: string; team: TeamKey; criticality: number; told: { daysAgo: number } };

/** So many days ago each asset is looked at for the first time; those that nobody comes to are not there. */
export function turnsOf(all: readonly Subject[]): Map<string, number> {
  const turns = new Map<string, number>();
  for (const [team, pace] of Object.entries(paces) as [TeamKey, Pace][]) {
    const theirs = all
      .filter((asset) => asset.team === team && !neglected.has(asset.name))
      .sort((a, b) => b.criticality - a.criticality || numberFrom(a.name, 1000) - numberFrom(b.name, 1000));
    for (const [place, asset] of theirs.slice(0, Math.ceil(theirs.length * pace.reached)).entries()) {
      const turn = pace.from - Math.round(((pace.from - pace.to) * place) / theirs.length) - numberFrom(`${asset.name} turn`, 5);
      const daysAgo = Math.min(turn, asset.told.daysAgo - 5);
      if (daysAgo >= 2) turns.set(asset.name, daysAgo);
    }
  }
  return turns;
}

/** Puts the sessions of every team on the agenda. */
export function planAssessments(desk: Desk, turns: ReadonlyMap<string, number>): void {
  for (const [name, daysAgo] of [...turns, ...Object.entries(extra)]) {
    const asset = desk.register.asset(name);
    planSession(desk, asset, daysAgo, paces[asset.team]);
  }
}

/** Who sits down to it: the owner where it is their trade, else somebody of the team; now and then the security team. */
function assessorOf(desk: Desk, asset: Asset, daysAgo: number): PersonKey {
  const owner = desk.personOf(asset.ownerId);
  const chance = numberFrom(`${asset.name} assessor`, 100);
  if (chance < 18) return security.filter((key) => wasThere(key, daysAgo))[chance % 3] ?? 'priya';
  if (owner && worksOn(owner, asset.team, asset.kind) && wasThere(owner, daysAgo)) return owner;
  const workers = workersOf(asset.team, asset.kind, daysAgo);
  return workers[chance % workers.length] ?? leadOf(asset.team);
}

function planSession(desk: Desk, asset: Asset, daysAgo: number, pace: Pace): void {
  const by = assessorOf(desk, asset, daysAgo);
  desk.agenda.add(momentOf(desk.now, daysAgo, `${asset.name} session`), (at) => {
    const open = [...asset.risks.values()].filter(({ applies, assessedAt, threat, stage }) => {
      return applies && !assessedAt && numberFrom(`${asset.name} ${threat} ${stage} care`, 100) < pace.care;
    });
    for (const [place, risk] of open.entries())
      desk.agenda.add(new Date(at.getTime() + (place + 1) * 3 * minute), (moment) => judge(desk, asset, risk, moment, by));
  });
  const again = daysAgo - 140 - numberFrom(`${asset.name} again`, 32);
  if (again < 1 || numberFrom(`${asset.name} renewed`, 100) >= pace.renewed) return;
  const confirmer = assessorOf(desk, asset, again);
  desk.agenda.add(momentOf(desk.now, again, `${asset.name} again`), (at) => {
    const held = [...asset.risks.values()].filter(({ applies, assessedAt }) => applies && assessedAt);
    for (const [place, risk] of held.entries())
      desk.agenda.add(new Date(at.getTime() + (place + 1) * minute), (moment) => reassess(desk, asset, risk, moment, confirmer));
  });
}

function judge(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey): void {
  const words = `${asset.name} ${risk.threat} ${risk.stage}`;
  assess(desk, asset, risk, at, by, judgementOf(asset, risk.threat, numberFrom(`${words} by hand`, 100)));
  const treated = [0, 0, 45, 94, 100][risk.severity] ?? 0;
  if (numberFrom(`${words} treated`, 100) >= treated) return;
  const later = new Date(at.getTime() + (1 + numberFrom(`${words} days`, 4)) * day + numberFrom(words, 90) * minute);
  if (later < desk.now) desk.agenda.add(later, (moment) => decideOn(desk, asset, risk, moment, by));
}

/** What is high is treated, by somebody, until a day; where controls on the asset allow, down to a level. */
function decideOn(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey): void {
  const words = `${asset.name} ${risk.threat} ${risk.stage}`;
  if (!risk.applies || risk.treatment) return;
  const reachable = reachableSeverity(desk.register.facts(asset, risk).facts, desk.register.catalogue.scoring);
  const other = numberFrom(`${words} treatment`, 100);
  const treatment = other < 2 ? 'transfer' : other < 4 ? 'avoid' : 'mitigate';
  treat(desk, asset, risk, at, by, treatment, treatment === 'mitigate' && reachable < risk.severity ? reachable : null);
  const owner = desk.personOf(asset.ownerId) ?? leadOf(asset.team);
  const days = [0, 90, 75, 45, 24][risk.severity] ?? 60;
  const due = momentOf(desk.now, 1, words).getTime() % day;
  const dueAt = new Date(Math.floor(at.getTime() / day) * day + (days + numberFrom(`${words} due`, days)) * day + due);
  const answering = wasThere(owner, 1) ? owner : leadOf(asset.team);
  const noted = numberFrom(`${words} noted`, 100) < 55 ? notes[risk.threat] : undefined;
  desk.agenda.add(new Date(at.getTime() + minute), (moment) =>
    edit(desk, asset, risk, moment, by, { owner: answering, dueAt, notes: noted }),
  );
  desk.agenda.add(dueAt, (moment) => overrun(desk, asset, risk, moment));
}

/** Past its day: most give it another, some let it lie. */
function overrun(desk: Desk, asset: Asset, risk: Risk, at: Date): void {
  const words = `${asset.name} ${risk.threat} ${risk.stage} ${at.toISOString().slice(0, 10)}`;
  if (!risk.applies || risk.level < 5 || numberFrom(words, 100) < 7) return;
  const dueAt = new Date(at.getTime() + (21 + numberFrom(`${words} more`, 70)) * day);
  const owner = desk.personOf(risk.ownerId);
  const by = owner && worksOn(owner, asset.team, asset.kind) ? owner : leadOf(asset.team);
  edit(desk, asset, risk, at, by, { dueAt });
  desk.agenda.add(dueAt, (moment) => overrun(desk, asset, risk, moment));
}
