/**
 * Whether an asset's version passes a gate, and why not. Pure: a policy, facts and waivers in, a verdict out, at a moment that is passed in. What is not
 * known is in the way: a gate passes by what is known alone.
 */
import type { Level, Stage, Status } from '#lib/assets/rules.ts';
import { levelLabels, levels, stageLabels } from '#lib/assets/rules.ts';
import type { Subject } from '#lib/reviews/rules.ts';
import { type BarLevel, contentOf, type Names, type Requirement, type RequirementOf, type RequirementType, titleOf } from '../rules.ts';

/** What of an asset gates look at. A part that is null is not known. */
export type Facts = {
  asset: { id: string; status: Status };
  version: { id: string; label: string; rootDigest: string | null; fileCount: number } | null;
  /** What the version comes from: so many versions, and so many of them without a digest. */
  upstream: { total: number; incomplete: number } | null;
  safeguards: readonly SafeguardFact[] | null;
  /** Those at a level that may be in the way, as they stand at the moment. */
  risks: readonly { id: string; title: string; stage: Stage; level: Level }[] | null;
  /** Open ones. */
  signals: readonly { id: string; title: string; severity: BarLevel }[] | null;
  approvals: readonly ApprovalFact[] | null;
};
export type SafeguardFact = {
  id: string;
  control: string;
  state: 'planned' | 'implemented' | 'verified' | 'not_applicable';
  evidenceUntil: Date | null;
  /** When the newest evidence that still stands was added; null without any. */
  evidenceAt: Date | null;
};
export type ApprovalFact = {
  reviewId: string;
  template: string;
  subject: Subject;
  stage: Stage | null;
  versionId: string | null;
  rootDigest: string | null;
  fresh: boolean;
  validUntil: Date;
};

export type WaiverFact = { id: string; requirement: string; content: Requirement; until: Date; reason: string; granted: boolean };

export const reasonCodes = [
  'policy_missing',
  'asset_retired',
  'digest_unknown',
  'facts_unknown',
  'control_missing',
  'control_planned',
  'control_unverified',
  'control_not_applicable',
  'control_evidence_expired',
  'risk_open',
  'risk_unassessed',
  'risk_stale',
  'review_missing',
  'review_stale',
  'version_missing',
  'digest_missing',
  'upstream_digest_missing',
  'signal_open',
  'evidence_missing',
  'evidence_old',
] as const;
/** Stable: machines go by it. */
export type ReasonCode = (typeof reasonCodes)[number];

/** Why something is in the way, and the page on which it is mended. */
export type Reason = { code: ReasonCode; message: string; path: string | null };

export type Judged = {
  key: string;
  type: RequirementType;
  title: string;
  met: boolean;
  /** Empty where it is met. */
  reasons: Reason[];
  /** What lifts it, where it is not met. */
  waiver: { id: string; until: string; reason: string } | null;
};
export type GateVerdict = {
  stage: Stage;
  passed: boolean;
  policyNumber: number | null;
  /** What is in the way of the gate as a whole. */
  reasons: Reason[];
  requirements: Judged[];
};

export type GatePolicyContent = { number: number; requirements: readonly Requirement[] } | null;
export type Question = { stage: Stage; policy: GatePolicyContent; facts: Facts; waivers: readonly WaiverFact[]; names: Names; at: Date };

/** The verdict of one gate. It passes when nothing is in the way of it as a whole and each requirement is met or waived. */
export function judge({ stage, policy, facts, waivers, names, at }: Question): GateVerdict {
  const reasons: Reason[] = [];
  const asset = `/assets/${facts.asset.id}`;
  if (!policy)
    reasons.push({ code: 'policy_missing', message: `Nobody has said what ${stageLabels[stage]} asks for.`, path: '/gates/policies' });
  if (facts.asset.status === 'retired') reasons.push({ code: 'asset_retired', message: 'The asset is retired.', path: asset });
  const requirements = (policy?.requirements ?? []).map((requirement): Judged => {
    const own = reasonsOf(requirement, stage, facts, names, at);
    const waiver = own.length > 0 ? waiverOf(requirement, waivers, at) : null;
    return {
      key: requirement.key,
      type: requirement.type,
      title: titleOf(requirement, names),
      met: own.length === 0,
      reasons: own,
      waiver: waiver && { id: waiver.id, until: waiver.until.toISOString(), reason: waiver.reason },
    };
  });
  return {
    stage,
    passed: reasons.length === 0 && requirements.every(isLifted),
    policyNumber: policy?.number ?? null,
    reasons,
    requirements,
  };
}

export const isLifted = ({ met, waiver }: Pick<Judged, 'met' | 'waiver'>): boolean => met || waiver !== null;

/** The waiver that lifts the requirement at the moment: granted, not past its end, and for what the requirement still says. */
function waiverOf(requirement: Requirement, waivers: readonly WaiverFact[], at: Date): WaiverFact | null {
  const content = contentOf(requirement);
  return waivers.find((each) => each.granted && each.until > at && contentOf(each.content) === content) ?? null;
}

const unknown = (what: string): Reason[] => [{ code: 'facts_unknown', message: `${what} could not be told.`, path: null }];

type Judge<T extends RequirementType> = (requirement: RequirementOf<T>, stage: Stage, facts: Facts, names: Names, at: Date) => Reason[];

/** What is in the way of a requirement; empty where it is met. */
export function reasonsOf(requirement: Requirement, stage: Stage, facts: Facts, names: Names, at: Date): Reason[] {
  const judgeOne = judges[requirement.type] as Judge<RequirementType>;
  return judgeOne(requirement, stage, facts, names, at);
}

const judges: { [T in RequirementType]: Judge<T> } = {
  controls_verified: ({ controls }, _stage, { asset, safeguards }, names, at) => {
    if (!safeguards) return unknown('The controls of this asset');
    return controls.flatMap((control) => {
      const safeguard = safeguards.find((each) => each.control === control);
      const name = names.controls[control] ?? control;
      const path = safeguard ? `/safeguards/${safeguard.id}` : `/assets/${asset.id}/safeguards`;
      const found = controlReason(safeguard, name, at);
      return found ? [{ ...found, path }] : [];
    });
  },
  no_open_risk: ({ level }, _stage, { risks }) => {
    if (!risks) return unknown('The risks of this asset');
    return risks.flatMap(({ id, title, stage, level: is }): Reason[] => {
      const named = `${title} (${stageLabels[stage].toLowerCase()})`;
      const path = `/risks/${id}`;
      if (is === 'unassessed') return [{ code: 'risk_unassessed', message: `Nobody has assessed ${named}.`, path }];
      if (is === 'stale') return [{ code: 'risk_stale', message: `The assessment of ${named} is out of date.`, path }];
      if (levels.indexOf(is) < levels.indexOf(level)) return [];
      return [{ code: 'risk_open', message: `${named} is ${levelLabels[is].toLowerCase()}.`, path }];
    });
  },
  reviews_approved: (requirement, stage, facts, names) => {
    if (!facts.approvals) return unknown('The approvals of this asset');
    const wanted = facts.approvals.filter((each) => counts(each, requirement, stage) && isOf(each, facts.version));
    const fresh = new Set(wanted.filter((each) => each.fresh).map(({ reviewId }) => reviewId)).size;
    if (fresh >= requirement.count) return [];
    const stale = wanted.find((each) => !each.fresh);
    const missing = requirement.count - fresh;
    const what = requirement.templates.map((key) => names.templates[key] ?? key).join(' or ');
    const path = `/reviews/new?asset=${facts.asset.id}&stage=${stage}${facts.version ? `&version=${facts.version.id}` : ''}`;
    const version = facts.version ? ` of ${facts.version.label}` : '';
    const message = `${missing === 1 ? 'An approval' : `${missing} approvals`}${version}${what ? ` by ${what}` : ''} ${missing === 1 ? 'is' : 'are'} missing.`;
    return [
      ...(stale ? [{ code: 'review_stale' as const, message: 'An approval of it is stale.', path: `/reviews/${stale.reviewId}` }] : []),
      { code: 'review_missing', message, path },
    ];
  },
  complete_digests: (_requirement, _stage, { asset, version, upstream }) => {
    const path = `/assets/${asset.id}/versions`;
    if (!version) return [{ code: 'version_missing', message: 'No version is registered.', path }];
    if (!upstream) return unknown('What the version comes from');
    const own = version.rootDigest === null || version.fileCount === 0;
    const { total, incomplete } = upstream;
    return [
      ...(own ? [{ code: 'digest_missing' as const, message: `${version.label} names no files with digests.`, path }] : []),
      ...(incomplete > 0
        ? [
            {
              code: 'upstream_digest_missing' as const,
              message: `${incomplete} of ${total} versions that ${version.label} comes from ${incomplete === 1 ? 'has' : 'have'} no digests.`,
              path: `/assets/${asset.id}/lineage`,
            },
          ]
        : []),
    ];
  },
  no_signal: ({ level }, _stage, { asset, signals }) => {
    if (!signals) return unknown('The signals on this asset');
    return signals
      .filter(({ severity }) => levels.indexOf(severity) >= levels.indexOf(level))
      .map(({ title, severity }) => ({
        code: 'signal_open',
        message: `The ${severity} signal “${title}” is open.`,
        path: `/assets/${asset.id}`,
      }));
  },
  evidence_younger: ({ days }, _stage, { asset, safeguards }, names, at) => {
    if (!safeguards) return unknown('The evidence of this asset');
    const counting = safeguards.filter(({ state }) => state === 'implemented' || state === 'verified');
    if (counting.length === 0)
      return [
        { code: 'evidence_missing', message: 'No control is in place, so nothing shows one.', path: `/assets/${asset.id}/safeguards` },
      ];
    const since = at.getTime() - days * 86_400_000;
    return counting.flatMap(({ id, control, evidenceAt }): Reason[] => {
      const name = names.controls[control] ?? control;
      const path = `/safeguards/${id}`;
      if (!evidenceAt) return [{ code: 'evidence_missing', message: `${name} has no evidence.`, path }];
      const age = Math.floor((at.getTime() - evidenceAt.getTime()) / 86_400_000);
      return evidenceAt.getTime() >= since ? [] : [{ code: 'evidence_old', message: `The evidence of ${name} is ${age} days old.`, path }];
    });
  },
};

function controlReason(safeguard: SafeguardFact | undefined, name: string, at: Date): Omit<Reason, 'path'> | null {
  if (!safeguard) return { code: 'control_missing', message: `${name} is not on this asset.` };
  if (safeguard.state === 'not_applicable')
    return { code: 'control_not_applicable', message: `${name} was set aside as not applicable: this gate asks for it all the same.` };
  if (safeguard.state === 'planned') return { code: 'control_planned', message: `${name} is only planned.` };
  if (safeguard.state === 'implemented')
    return { code: 'control_unverified', message: `${name} is implemented, and nobody has verified it.` };
  if (safeguard.evidenceUntil && safeguard.evidenceUntil <= at)
    return { code: 'control_evidence_expired', message: `The evidence of ${name} has expired.` };
  return null;
}

/** Is it an approval of what the requirement asks for, for this stage or for none in particular? */
function counts(approval: ApprovalFact, { templates, subject }: RequirementOf<'reviews_approved'>, stage: Stage): boolean {
  const named = templates.length > 0 ? templates.includes(approval.template) : approval.subject === subject;
  if (!named) return false;
  return approval.subject === 'transition' ? approval.stage === stage : approval.stage === null || approval.stage === stage;
}

/** Does it approve this version and these bytes? The same bytes under another label are approved with it. Where there is no version, one of the asset as a whole. */
function isOf(approval: ApprovalFact, version: Facts['version']): boolean {
  if (!version) return approval.versionId === null;
  return approval.rootDigest === version.rootDigest && (approval.versionId === version.id || approval.rootDigest !== null);
}
