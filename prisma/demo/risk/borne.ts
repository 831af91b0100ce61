/** Risks that somebody asked to bear, and what was decided. */
import { dayEnd } from '#lib/platform/day-rules.ts';
import { after, latest, momentOf } from '../moments.ts';
import { type PersonKey, people } from '../people.ts';
import { decide, end, notice, request } from './accepting.ts';
import type { Desk } from './desk.ts';

const minute = 60_000;
const day = 86_400_000;

type Borne = {
  asset: string;
  /** "threat stage", each asked for by itself. */
  risks: string[];
  by: PersonKey;
  daysAgo: number;
  /** It holds until so many days from now; fewer than none: it has ended. */
  forDays: number;
  reason: string;
  decided?: { by: PersonKey; daysAgo: number; status: 'granted' | 'refused'; note: string };
  revoked?: { by: PersonKey; daysAgo: number; note: string };
};

export const borne: Borne[] = [
  {
    asset: 'credit-risk/credit-model-library',
    risks: ['upstream-masquerading develop', 'upstream-masquerading deploy'],
    ...{ by: 'oluwaseun', daysAgo: 43, forDays: 150 },
    reason: 'The library takes nothing from outside the bank, and closes when its content moves to the model registry in spring.',
    decided: { by: 'priya', daysAgo: 40, status: 'granted', note: 'Until the move. Nothing new may be added meanwhile.' },
  },
  {
    asset: 'fraud-analytics/card-authorisation-endpoint',
    risks: ['unbounded-consumption monitor'],
    ...{ by: 'dana', daysAgo: 83, forDays: 9 },
    reason:
      'A limit per caller would refuse true payments on the busiest days of the year. We bear it until the new gateway can tell partners apart.',
    decided: { by: 'mateus', daysAgo: 81, status: 'granted', note: 'Over the sales season; the rules score takes over when it is slow.' },
  },
  {
    asset: 'customer-assistant/intent-router',
    risks: ['model-extraction monitor', 'membership-inference monitor', 'model-inversion monitor'],
    ...{ by: 'jonas', daysAgo: 36, forDays: 118 },
    reason:
      'Whoever asks it often enough learns our forty intents, which the help pages list anyway. Limits would hurt callers with slow lines.',
    decided: { by: 'priya', daysAgo: 34, status: 'granted', note: '' },
  },
  {
    asset: 'credit-risk/retail-scorecard',
    risks: ['sensitive-information-disclosure monitor'],
    ...{ by: 'marta', daysAgo: 59, forDays: 200 },
    reason: 'Reason codes have to be told to applicants by law, and they say something of what the bureau told us.',
    decided: {
      by: 'tomasz',
      daysAgo: 57,
      status: 'refused',
      note: 'The law asks for reasons, not for the bureau’s figures. Leave the figures out, then ask again.',
    },
  },
  {
    asset: 'ml-platform/gpu-training-cluster',
    risks: ['stolen-credentials develop'],
    ...{ by: 'samuel', daysAgo: 96, forDays: -12 },
    reason: 'Service accounts of the scheduler keep their keys until it is upgraded; the upgrade is planned for the end of October.',
    decided: { by: 'mateus', daysAgo: 93, status: 'granted', note: 'Until the upgrade and not longer.' },
  },
  {
    asset: 'fraud-analytics/card-fraud-scorer-lite',
    risks: ['model-theft develop', 'model-theft deploy'],
    ...{ by: 'callum', daysAgo: 46, forDays: 62 },
    reason: 'The partner needs the weights on its own terminals; without our features they score poorly.',
    decided: { by: 'tomasz', daysAgo: 44, status: 'granted', note: 'As long as the partner’s machines are managed by us.' },
    revoked: { by: 'priya', daysAgo: 13, note: 'Version 2.4 runs on machines that the partner manages itself.' },
  },
  {
    asset: 'credit-risk/provisions-batch',
    risks: ['compromised-dependency develop'],
    ...{ by: 'oluwaseun', daysAgo: 62, forDays: 95 },
    reason: 'Month-end closes with this run four more times, then the new ledger replaces it. Rebuilding it for four runs is not worth it.',
    decided: { by: 'priya', daysAgo: 60, status: 'granted', note: 'Finance checks the totals of each run.' },
  },
  {
    asset: 'marketing-personalisation/campaign-responses',
    risks: ['training-data-poisoning collect', 'training-data-poisoning validate', 'unauthorised-training-data validate'],
    ...{ by: 'arjun', daysAgo: 76, forDays: 41 },
    reason: 'Responses are what customers click; somebody who clicks for fun changes which advertisement they see, and nothing else.',
    decided: { by: 'mateus', daysAgo: 73, status: 'granted', note: '' },
  },
  {
    asset: 'ml-platform/vector-database',
    risks: ['leaked-secrets deploy', 'unbounded-consumption monitor'],
    ...{ by: 'samuel', daysAgo: 29, forDays: 162 },
    reason: 'Its one static key opens public articles alone, and the version that does without comes in the second quarter.',
    decided: { by: 'priya', daysAgo: 27, status: 'granted', note: 'No index of customer data until then.' },
  },
  {
    asset: 'customer-assistant/article-embedder',
    risks: ['adversarial-evasion monitor', 'malicious-model-artifact develop'],
    ...{ by: 'jonas', daysAgo: 11, forDays: 176 },
    reason: 'It turns public articles into numbers. Whatever could be taken out of it stands on our website.',
    decided: { by: 'tomasz', daysAgo: 9, status: 'granted', note: '' },
  },
  {
    asset: 'customer-assistant/red-team-prompts',
    risks: ['unauthorised-training-data collect', 'unauthorised-training-data validate'],
    ...{ by: 'chiara', daysAgo: 22, forDays: 205 },
    reason: 'Some prompts come from public collections whose terms are unclear. They test the assistant and never train it.',
    decided: { by: 'priya', daysAgo: 20, status: 'granted', note: '' },
  },
  {
    asset: 'fraud-analytics/sanctions-name-matcher',
    risks: ['backdoored-pretrained-model develop', 'model-theft develop'],
    ...{ by: 'hana', daysAgo: 32, forDays: 101 },
    reason: 'The matcher is replaced by the vendor’s service in the first quarter; retraining it now would delay that.',
    decided: { by: 'mateus', daysAgo: 31, status: 'granted', note: '' },
  },
  {
    asset: 'ml-platform/serving-telemetry',
    risks: ['unauthorised-training-data collect', 'unauthorised-training-data validate', 'membership-inference develop'],
    ...{ by: 'aroha', daysAgo: 70, forDays: 112 },
    reason: 'Telemetry is kept for ninety days to find faults and trains nothing; the notice to customers says so.',
    decided: { by: 'tomasz', daysAgo: 68, status: 'granted', note: 'Ask again if anything is to be trained on it.' },
  },
  {
    asset: 'customer-assistant/prompt-library',
    risks: ['model-theft monitor', 'agent-tool-tampering deploy', 'upstream-masquerading develop'],
    ...{ by: 'leila', daysAgo: 30, forDays: 88 },
    reason: 'The library moves into version control with the assistant’s source in February; until then three of us may write to it.',
    decided: { by: 'tomasz', daysAgo: 28, status: 'granted', note: 'Three people, named in the access review.' },
  },
  {
    asset: 'fraud-analytics/mule-account-graph',
    risks: ['model-theft develop', 'backdoored-pretrained-model develop'],
    ...{ by: 'yusuf', daysAgo: 48, forDays: 24 },
    reason: 'An experiment on one isolated machine, thrown away or taken over by the end of the quarter.',
    decided: { by: 'priya', daysAgo: 46, status: 'granted', note: '' },
  },
  {
    asset: 'marketing-personalisation/churn-predictor',
    risks: ['model-theft develop', 'model-theft deploy', 'backdoored-pretrained-model develop'],
    ...{ by: 'eleanor', daysAgo: 25, forDays: 66 },
    reason: 'Its author has left and it is replaced in spring; nobody here can rebuild it sooner.',
    decided: { by: 'priya', daysAgo: 21, status: 'granted', note: 'Not longer than until spring: an owner has to be found.' },
  },
  {
    asset: 'credit-risk/loss-given-default',
    risks: ['model-extraction monitor', 'unreliable-output monitor'],
    ...{ by: 'marta', daysAgo: 4, forDays: 180 },
    reason: 'It runs once a month on an isolated machine, and finance sets its result beside last year’s before anybody uses it.',
    decided: { by: 'mateus', daysAgo: 2, status: 'granted', note: '' },
  },
  {
    asset: 'ml-platform/hugging-face-mirror',
    risks: ['poisoned-third-party-dataset collect'],
    ...{ by: 'felix', daysAgo: 5, forDays: 90 },
    reason: 'Three data sets of the mirror have no digest upstream. Two teams need them this quarter, and scan them before use.',
  },
  {
    asset: 'marketing-personalisation/churn-predictor',
    risks: ['model-extraction monitor'],
    ...{ by: 'eleanor', daysAgo: 2, forDays: 330 },
    reason: 'The model is four years old and answers a nightly batch; nobody would go to the trouble of copying it.',
  },
  {
    asset: 'customer-assistant/message-guard',
    risks: ['model-extraction monitor'],
    ...{ by: 'jonas', daysAgo: 1, forDays: 60 },
    reason: 'Anybody can try messages against the guard until limits per visitor come with gateway 3.6 in January.',
  },
];

/** What the rules would not allow when it comes to it is left out. */
export function planAcceptances(desk: Desk): void {
  for (const told of borne) for (const [place, risk] of told.risks.entries()) planOne(desk, told, risk, place * minute);
}

function planOne(desk: Desk, { asset: name, by, daysAgo, forDays, reason, decided, revoked }: Borne, which: string, later: number): void {
  const asset = desk.register.asset(name);
  const at = (days: number, words: string) => new Date(momentOf(desk.now, days, `${name} ${words}`).getTime() + later);
  const until = new Date(dayEnd(new Date(desk.now.getTime() + forDays * day).toISOString().slice(0, 10), people[by].timeZone));
  desk.agenda.add(at(daysAgo, 'asked'), (asked) => {
    const risk = asset.risks.get(which);
    const made = risk && request(desk, asset, risk, asked, by, reason, until);
    if (!risk || !made || !decided) return;
    desk.agenda.add(latest(after(which, asked), at(decided.daysAgo, 'decided')), (moment) => {
      decide(desk, asset, risk, made, moment, decided.by, decided);
      if (decided.status === 'refused') return;
      desk.agenda.add(new Date(Math.max(moment.getTime(), until.getTime() - 14 * day)), (soon) => notice(desk, made, soon));
      desk.agenda.add(until, (last) => end(desk, asset, risk, made, last));
      if (revoked) desk.agenda.add(at(revoked.daysAgo, 'revoked'), (ended) => end(desk, asset, risk, made, ended, revoked));
    });
  });
}
