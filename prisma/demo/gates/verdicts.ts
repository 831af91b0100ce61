/** Verdicts as they were at the bank: of gates that passed, and of one that did not, by what stands in the rows. */
import { type Kind, kinds, levels, type Stage, stages } from '#lib/assets/rules.ts';
import { builtInRequirements } from '#lib/gates/policies/rules.ts';
import { type Names, titleOf } from '#lib/gates/rules.ts';
import { type Facts, type GateVerdict, judge } from '#lib/gates/verdict/rules.ts';
import { builtInCatalogue } from '#lib/risks/catalogue/data.ts';
import type { Row } from '../history.ts';

export type Inventory = {
  asset_versions: readonly Row[];
  safeguards: readonly Row[];
  evidence: readonly Row[];
  risks: readonly Row[];
  signals: readonly Row[];
};

export const names: Names = {
  controls: Object.fromEntries(builtInCatalogue().controls.map(({ key, name }) => [key, name])),
  templates: {},
};
const threats = new Map(builtInCatalogue().threats.map(({ key, name }) => [key, name]));

export const kindOf = ({ kind }: Row): Kind => kinds.find((each) => each === kind) ?? 'model';
export const stageOf = (value: unknown): Stage => stages.find((each) => each === value) ?? 'develop';

/** The newest version of an asset at a moment. */
export function versionAt({ asset_versions }: Inventory, asset: Row, at: Date): Facts['version'] {
  const then = asset_versions.filter((each) => each['asset_id'] === asset['id'] && (each['registered_at'] as Date) <= at);
  const [newest] = then.sort((a, b) => (b['registered_at'] as Date).getTime() - (a['registered_at'] as Date).getTime());
  if (!newest) return null;
  const { id, label, root_digest: digest, file_count: files } = newest;
  return { id: String(id), label: String(label), rootDigest: digest === null ? null : String(digest), fileCount: Number(files) };
}

/** A gate that let an asset through: all that it asked for was met. */
export const passedGate = (kind: Kind, stage: Stage): GateVerdict => ({
  stage,
  passed: true,
  policyNumber: 1,
  reasons: [],
  requirements: builtInRequirements(kind, stage).map((requirement) => {
    const { key, type } = requirement;
    return { key, type, title: titleOf(requirement, names), met: true, reasons: [], waiver: null };
  }),
});

/** The gate before a stage as the rows stand, before anybody approved anything. */
export function judgedGate(inventory: Inventory, asset: Row, stage: Stage, at: Date): GateVerdict {
  const own = (rows: readonly Row[]) => rows.filter((row) => row['asset_id'] === asset['id']);
  const added = (safeguard: Row) =>
    inventory.evidence.filter((each) => each['safeguard_id'] === safeguard['id']).map((each) => (each['added_at'] as Date).getTime());
  const facts: Facts = {
    asset: { id: String(asset['id']), status: 'active' },
    version: versionAt(inventory, asset, at),
    upstream: { total: 0, incomplete: 0 },
    safeguards: own(inventory.safeguards).map((row) => ({
      ...{ id: String(row['id']), control: String(row['control']), state: row['state'] as 'planned' },
      evidenceUntil: (row['evidence_until'] as Date | null) ?? null,
      evidenceAt: added(row).length > 0 ? new Date(Math.max(...added(row))) : null,
    })),
    risks: own(inventory.risks)
      .filter(({ level }) => Number(level) >= levels.indexOf('unassessed'))
      .map((row) => ({
        ...{ id: String(row['id']), title: threats.get(String(row['threat'])) ?? String(row['threat']), stage: stageOf(row['stage']) },
        level: levels[Number(row['level'])] ?? 'unassessed',
      })),
    signals: own(inventory.signals)
      .filter(({ cleared_at: cleared }) => !cleared)
      .map((row) => ({ id: String(row['id']), title: String(row['title']), severity: row['severity'] as 'medium' })),
    approvals: [],
  };
  const policy = { number: 1, requirements: builtInRequirements(kindOf(asset), stage) };
  return judge({ stage, policy, facts, waivers: [], names, at });
}
