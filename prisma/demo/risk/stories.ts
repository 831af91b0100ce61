/** What went wrong in the three months: two releases that outran their reviews, an incident, and what is open now. */
import { momentOf, numberFrom } from '../moments.ts';
import type { PersonKey } from '../people.ts';
import type { Desk } from './desk.ts';
import { pieceOf } from './evidence.ts';
import { addEvidence, takeBack, verify } from './guarding.ts';
import { clear, raise, type Seen } from './signalling.ts';
import { verifiersOf } from './who.ts';

const minute = 60_000;

type Told = Seen & { asset: string; by: PersonKey; daysAgo: number; cleared?: { by: PersonKey; daysAgo: number; note: string } };

const leak = {
  source: 'incident',
  title: 'Publishing token of the registry in a supplier’s log',
  detail:
    'A supplier found a token that may publish to the model registry in the build log of a shared project. It had been valid for nine days. Every version published in that time is compared with its signature.',
} as const;
const compared =
  'The token was revoked, every version since was compared with its signature, and none differed. Tokens now live for an hour.';

export const signals: Told[] = [
  {
    asset: 'marketing-personalisation/personalisation-api',
    by: 'mateus',
    daysAgo: 71,
    threat: 'exposed-endpoint',
    severity: 'high',
    source: 'incident',
    sourceRef: 'INC-0398',
    title: 'Test endpoint answered without sign-in',
    detail: 'A test copy answered anybody for two days. It gave offers for made-up customers alone.',
    cleared: { by: 'priya', daysAgo: 66, note: 'The copy is gone, and the gateway refuses services without a policy.' },
  },
  {
    asset: 'credit-risk/credit-training',
    by: 'tomasz',
    daysAgo: 63,
    threat: null,
    severity: 'high',
    source: 'review',
    sourceRef: 'release-2.5.0',
    title: 'Release 2.5.0 brought 61 packages that nobody had looked at',
    detail: 'Python came beside R, and its lock file was not part of the review.',
    cleared: { by: 'tomasz', daysAgo: 49, note: 'All 61 were reviewed; four were dropped, two replaced.' },
  },
  {
    asset: 'fraud-analytics/card-authorisation-endpoint',
    by: 'mateus',
    daysAgo: 39,
    threat: null,
    severity: 'high',
    source: 'review',
    sourceRef: 'release-6.3',
    title: 'Release 6.3 went live before its review',
    detail: 'A new partner route was opened on a Friday evening; the review was due on Monday.',
    cleared: { by: 'mateus', daysAgo: 30, note: 'Reviewed with the team. The route was narrowed to two addresses.' },
  },
  {
    ...{ asset: 'credit-risk/credit-features', by: 'tomasz', daysAgo: 62, threat: null, severity: 'high' },
    ...{ source: 'review', sourceRef: 'release-2.5.0', title: 'Built by release 2.5.0, whose packages nobody had looked at' },
    detail: 'The features of version 12 are made by the new Python steps.',
    cleared: { by: 'tomasz', daysAgo: 48, note: 'Version 12 was built again and is the same to the last digit.' },
  },
  {
    ...{ asset: 'credit-risk/retail-default-challenger', by: 'tomasz', daysAgo: 62, threat: null, severity: 'high' },
    ...{ source: 'review', sourceRef: 'release-2.5.0', title: 'Trained by release 2.5.0, whose packages nobody had looked at' },
    detail: 'Version 0.3.0 was the first to be trained with it.',
    cleared: { by: 'tomasz', daysAgo: 49, note: 'Trained again with the packages that passed; the results agree.' },
  },
  {
    ...{ asset: 'fraud-analytics/card-fraud-scorer-lite', by: 'mateus', daysAgo: 39, threat: null, severity: 'high' },
    ...{ source: 'review', sourceRef: 'release-6.3', title: 'Reachable by the new partner route before its review' },
    detail: 'The partner’s terminals fetch it over the route that release 6.3 opened.',
    cleared: { by: 'mateus', daysAgo: 30, note: 'The route was narrowed to two addresses, and what was fetched was signed.' },
  },
  {
    ...{ asset: 'fraud-analytics/device-fingerprints', by: 'mateus', daysAgo: 39, threat: null, severity: 'high' },
    ...{ source: 'review', sourceRef: 'release-6.3', title: 'Fed by the new partner route before its review' },
    detail: 'Fingerprints came in from the partner for four days without the usual checks.',
    cleared: { by: 'dana', daysAgo: 29, note: 'The four days were taken out of the set.' },
  },
  {
    asset: 'ml-platform/model-registry',
    by: 'priya',
    daysAgo: 21,
    threat: null,
    severity: 'critical',
    sourceRef: 'INC-0417',
    ...leak,
    cleared: { by: 'priya', daysAgo: 12, note: compared },
  },
  {
    asset: 'ml-platform/model-promotion',
    by: 'priya',
    daysAgo: 21,
    threat: null,
    severity: 'critical',
    sourceRef: 'INC-0417',
    ...leak,
    cleared: { by: 'priya', daysAgo: 13, note: compared },
  },
  {
    asset: 'ml-platform/model-serving-cluster',
    by: 'priya',
    daysAgo: 21,
    threat: null,
    severity: 'high',
    sourceRef: 'INC-0417',
    ...leak,
    cleared: { by: 'mateus', daysAgo: 14, note: compared },
  },
  {
    asset: 'fraud-analytics/card-fraud-scorer',
    by: 'mateus',
    daysAgo: 21,
    threat: 'model-tampering',
    severity: 'critical',
    sourceRef: 'INC-0417',
    ...leak,
    cleared: { by: 'mateus', daysAgo: 14, note: compared },
  },
  {
    asset: 'fraud-analytics/fraud-release',
    by: 'dana',
    daysAgo: 20,
    threat: null,
    severity: 'high',
    sourceRef: 'INC-0417',
    ...leak,
    cleared: { by: 'dana', daysAgo: 15, note: compared },
  },
  {
    asset: 'credit-risk/retail-scorecard',
    by: 'mateus',
    daysAgo: 20,
    threat: 'model-tampering',
    severity: 'high',
    sourceRef: 'INC-0417',
    ...leak,
    cleared: { by: 'mateus', daysAgo: 15, note: compared },
  },
  {
    asset: 'customer-assistant/message-guard',
    by: 'mateus',
    daysAgo: 3,
    threat: 'prompt-injection',
    severity: 'high',
    source: 'hand',
    sourceRef: null,
    title: 'A jailbreak from a public forum passes the guard',
    detail: 'Eleven lines of role play make the assistant recite its instructions and promise refunds. Reproduced twice with version 1.1.',
  },
];

type Release = { assets: string[]; daysAgo: number; again: number; by: PersonKey; why: string };

/** What was verified, was verified for the version before. */
export const releases: Release[] = [
  {
    assets: [
      'credit-risk/credit-training',
      'credit-risk/credit-features',
      'credit-risk/retail-default-challenger',
      'credit-risk/bureau-extract-raw',
    ],
    daysAgo: 62,
    again: 47,
    by: 'tomasz',
    why: 'Verified for release 2.4 of the training pipeline; 2.5 builds differently.',
  },
  {
    assets: [
      'fraud-analytics/card-authorisation-endpoint',
      'fraud-analytics/device-fingerprints',
      'fraud-analytics/card-fraud-scorer-lite',
      'fraud-analytics/fraud-training',
    ],
    daysAgo: 39,
    again: 28,
    by: 'mateus',
    why: 'Verified before release 6.3 opened the partner route.',
  },
];

export function planStories(desk: Desk): void {
  for (const { asset: name, by, daysAgo, cleared, ...seen } of signals) {
    const asset = desk.register.asset(name);
    desk.agenda.add(momentOf(desk.now, daysAgo, `${name} ${seen.title}`), (at) => {
      const signal = raise(desk, asset, at, by, seen);
      if (!signal || !cleared) return;
      desk.agenda.add(momentOf(desk.now, cleared.daysAgo, `${name} cleared`), (moment) =>
        clear(desk, asset, signal, moment, cleared.by, cleared.note),
      );
    });
  }
  for (const release of releases) for (const name of release.assets) planRelease(desk, name, release);
}

function planRelease(desk: Desk, name: string, { daysAgo, again, by, why }: Release): void {
  const asset = desk.register.asset(name);
  const place = { asset };
  desk.agenda.add(momentOf(desk.now, daysAgo, `${name} release`), (at) => {
    const own = [...asset.safeguards.values()].filter(({ state, inheritedFrom }) => state === 'verified' && !inheritedFrom);
    for (const [position, made] of own.entries()) {
      desk.agenda.add(new Date(at.getTime() + position * minute), (moment) => takeBack(desk, place, made, moment, by, why));
      const implementer = desk.personOf(made.implementedBy);
      if (!implementer || numberFrom(`${name} ${made.control} again`, 100) < 12) continue;
      const shown = momentOf(desk.now, again - numberFrom(`${name} ${made.control} days`, 8), `${name} ${made.control} again`);
      const verifiers = verifiersOf(asset.team, implementer, again);
      desk.agenda.add(shown, (moment) => addEvidence(desk, place, made, moment, implementer, pieceOf(name, made.control)));
      desk.agenda.add(new Date(shown.getTime() + 95 * minute), (moment) => {
        if (made.state === 'implemented') verify(desk, place, made, moment, verifiers[0] ?? 'priya');
      });
    }
  });
}
