/** Safeguards' vocabulary and pure rules; free for the browser. */
import { type Kind, kinds, type Stage } from '#lib/assets/rules.ts';

export const safeguardStates = ['planned', 'implemented', 'verified', 'not_applicable'] as const;
export type SafeguardState = (typeof safeguardStates)[number];

export const safeguardStateLabels: Record<SafeguardState, string> = {
  planned: 'Planned',
  implemented: 'Implemented',
  verified: 'Verified',
  not_applicable: 'Not applicable',
};

/** What whoever edits safeguards may set; verifying and taking a verification back are acts of their own. */
export const editedStates = ['planned', 'implemented', 'not_applicable'] as const;
export type EditedState = (typeof editedStates)[number];

/** Which step may be taken from where. What is verified may be verified again, on new evidence. */
const steps: Record<SafeguardState, readonly SafeguardState[]> = {
  planned: ['implemented', 'not_applicable'],
  implemented: ['verified', 'planned', 'not_applicable'],
  verified: ['verified', 'implemented', 'planned', 'not_applicable'],
  not_applicable: ['planned'],
};

export const isStep = (from: SafeguardState, to: SafeguardState): boolean => steps[from].includes(to);

/** A step that says that something was taken for true and is not, or does not matter, needs its reason. */
export const needsReason = (from: SafeguardState, to: SafeguardState): boolean =>
  to === 'not_applicable' || (from === 'verified' && to !== 'verified');

/** What has to be known of a safeguard to say how it stands. */
export type Standing = {
  state: SafeguardState;
  inherited: boolean;
  implementedBy: string | null;
  /** Where a service account implemented it: those who made it or a token of it, for they can act as it. */
  implementedThrough: readonly string[];
  /** Pieces of evidence that have neither been removed nor expired, and those of them that were added after the verification. */
  currentEvidence: number;
  newEvidence: number;
  assetRetired: boolean;
};

/** Why a safeguard cannot be verified by this person now, in words; null where it can. Rights are judged beside it. */
export function verificationHindrance(safeguard: Standing, personId: string): string | null {
  if (safeguard.assetRetired) return 'Its asset is retired. Restore it first.';
  if (safeguard.inherited) return 'It follows the safeguard that it inherits from, and is verified there.';
  if (safeguard.state === 'verified' && safeguard.newEvidence === 0)
    return 'It is verified already. It can be verified again once there is new evidence.';
  if (safeguard.state !== 'implemented' && safeguard.state !== 'verified') return 'Only what is implemented can be verified.';
  if (safeguard.implementedBy === personId) return 'You implemented it. Somebody else has to verify it.';
  if (safeguard.implementedThrough.includes(personId))
    return 'A service account that you keep implemented it. Somebody else has to verify it.';
  if (safeguard.currentEvidence === 0) return 'It has no evidence that holds today. Add some first: a verification rests on evidence.';
  return null;
}

/** Nobody has done anything with it since it was planned: it may be taken away. The database says the same. */
export const isUntouched = (safeguard: { state: string; version: number }, evidenceEver: number): boolean =>
  safeguard.state === 'planned' && safeguard.version === 1 && evidenceEver === 0;

export const evidenceKinds = ['file', 'link', 'text'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];
export const evidenceKindLabels: Record<EvidenceKind, string> = { file: 'File', link: 'Link', text: 'Text' };

/** Evidence that expires within so many days is shown as expiring. */
export const expiringDays = 30;
export const day = 86_400_000;

export const evidenceStandings = ['current', 'expiring', 'expired', 'none'] as const;
export type EvidenceStanding = (typeof evidenceStandings)[number];
export const evidenceStandingLabels: Record<EvidenceStanding, string> = {
  current: 'Current',
  expiring: 'Expires within 30 days',
  expired: 'Expired',
  none: 'None',
};

/** How the evidence of a safeguard stands: `until` is when the last piece expires, null where one never does. */
export function evidenceStanding(pieces: number, until: Date | null, at: Date): EvidenceStanding {
  if (pieces === 0) return 'none';
  if (until === null) return 'current';
  if (until <= at) return 'expired';
  return until.getTime() - at.getTime() <= expiringDays * day ? 'expiring' : 'current';
}

/** Where a safeguard stands: an asset's own, one that follows another, or what a team offers to its assets. */
export const scopes = ['own', 'inherited', 'offer'] as const;
export type SafeguardScope = (typeof scopes)[number];
export const scopeLabels: Record<SafeguardScope, string> = { own: 'The asset’s own', inherited: 'Inherited', offer: 'Offered by a team' };

export const dueSpans = ['overdue', 'week', 'month', 'none'] as const;
export type DueSpan = (typeof dueSpans)[number];
export const dueLabels: Record<DueSpan, string> = {
  overdue: 'Overdue',
  week: 'Within 7 days',
  month: 'Within 30 days',
  none: 'No due date',
};

export const safeguardSorts = [
  'control',
  '-control',
  'asset',
  '-asset',
  'state',
  '-state',
  'due',
  '-due',
  'evidence',
  '-evidence',
  'changed',
  '-changed',
] as const;
export type SafeguardSort = (typeof safeguardSorts)[number];

/** What is planned or implemented and past its day. */
export const isOverdue = (state: SafeguardState, dueAt: Date | null, at: Date): boolean =>
  dueAt !== null && dueAt < at && (state === 'planned' || state === 'implemented');

export type AppliesTo = { threatApplies: readonly string[]; stages: readonly Stage[] };

/** The kinds of asset that a control serves, by the threats it reduces and where these apply; of one that reduces none, every kind. */
export function kindsServed(mitigations: readonly AppliesTo[]): readonly Kind[] {
  if (mitigations.length === 0) return kinds;
  const served = mitigations.flatMap(({ threatApplies, stages }) =>
    threatApplies.flatMap((pair) => {
      const [kind, stage] = pair.split(':');
      return kind && (stages.length === 0 || stages.some((each) => each === stage)) ? [kind] : [];
    }),
  );
  return kinds.filter((kind) => served.includes(kind));
}

/** A file of evidence may be this large, in bytes. */
export const mostEvidenceBytes = 20 * 1024 * 1024;

/** A bulk change or an assignment is made to this many at most. */
export const mostAtOnce = 1000;
/** … and can be taken back for this long, in milliseconds. */
export const undoWindow = 10 * 60 * 1000;

/** Totals are exact up to here; beyond, "10,000+". */
export const countedExactly = 10_000;
