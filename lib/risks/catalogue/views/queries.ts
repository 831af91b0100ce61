import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { kinds, stages } from '#lib/assets/rules.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { bearingOf, type Coverage, coverageOf, type Grounds, groundsOf, placesOf } from '../bearing/queries.ts';
import { builtInCatalogue } from '../data.ts';
import { standingCatalogue } from '../queries.ts';
import { bearsOn, type ControlEntry, type FrameworkEntry, type StandingCatalogue } from '../rules.ts';
import type {
  ControlDetail,
  ControlListInput,
  ControlRow,
  FrameworkDetail,
  FrameworkItem,
  FrameworkRow,
  Overview,
  ReferableItem,
  Reference,
  Scoring,
  ThreatDetail,
  ThreatListInput,
  ThreatRow,
} from '../schema.ts';

/** How much there is, which built-in version is applied, and whether a newer one waits. */
export async function getOverview(actor: Actor): Promise<Overview> {
  const standing = await read(scopeOf(actor), standingCatalogue);
  const built = builtInCatalogue();
  const counts = (all: readonly { builtIn: boolean; enabled: boolean }[]) => ({
    total: all.length,
    on: all.filter(({ enabled }) => enabled).length,
    own: all.filter(({ builtIn }) => !builtIn).length,
  });
  const version = standing.settings.catalogueVersion;
  return {
    threats: counts(standing.threats),
    controls: counts(standing.controls),
    frameworks: counts(standing.frameworks),
    version,
    newer: built.version > version ? { version: built.version, released: built.released } : null,
  };
}

/** Threats that match, in the order asked for, with on how many of the reader's assets each bears. */
export async function listThreats(actor: Actor, input: ThreatListInput): Promise<ThreatRow[]> {
  const [standing, places] = await read(scopeOf(actor), async (reader) => [await standingCatalogue(reader), await placesOf(reader, actor)]);
  const on = standing.controls.filter(({ enabled }) => enabled);
  return standing.threats
    .filter(
      (threat) =>
        matches(threat, input) &&
        within(input.affects, threat.affects) &&
        (!(input.kind || input.stage) ||
          threat.applies.some((pair) => {
            const [kind, stage] = pair.split(':');
            return within(input.kind, [kind]) && within(input.stage, [stage]);
          })),
    )
    .map(({ key, name, summary, builtIn, enabled, affects, likelihood, applies, references }) => ({
      ...{ key, name, summary, builtIn, enabled, affects, likelihood, applies, frameworks: frameworksOf(references) },
      kinds: kinds.filter((kind) => applies.some((pair) => pair.startsWith(`${kind}:`))),
      stages: stages.filter((stage) => applies.some((pair) => pair.endsWith(`:${stage}`))),
      controls: on.filter(({ mitigates }) => mitigates.some((each) => each.threat === key && each.strength > 0)).length,
      assets: enabled ? places.filter(({ kind, stage }) => bearsOn(applies, kind, stage)).reduce((sum, { n }) => sum + n, 0) : 0,
    }))
    .sort(ordered(input.sort, { name: (row) => row.name, likelihood: (row) => row.likelihood, assets: (row) => row.assets }));
}

/** @throws AppError `not_found` */
export async function getThreat(actor: Actor, key: string): Promise<ThreatDetail> {
  const standing = await read(scopeOf(actor), standingCatalogue);
  const threat = standing.threats.find((each) => each.key === key);
  if (!threat) throw notFound('threat');
  const controls = standing.controls
    .flatMap(({ mitigates, ...control }) =>
      mitigates
        .filter((each) => each.threat === key)
        .map(({ reduces, strength, shippedStrength, stages: at }) => ({
          ...named(control),
          ...{ summary: control.summary, version: control.version, reduces, strength, shippedStrength, stages: at },
        })),
    )
    .sort((a, b) => Number(b.enabled) - Number(a.enabled) || b.strength - a.strength || a.name.localeCompare(b.name, 'en'));
  const bearing = threat.enabled ? await bearingOf(actor, key) : [];
  return { ...threat, references: referencesOf(standing, threat.references), controls, bearing };
}

/** Controls that match, in the order asked for, with how they stand on the reader's assets. */
export async function listControls(actor: Actor, input: ControlListInput): Promise<ControlRow[]> {
  const { standing, grounds } = await standingOn(actor);
  return standing.controls
    .filter((control) => matches(control, input) && within(input.threat, threatsOf(control)))
    .map((control) => ({
      ...named(control),
      builtIn: control.builtIn,
      summary: control.summary,
      threats: threatsOf(control).length,
      reduces: threatsOf(control),
      frameworks: frameworksOf(control.references),
      coverage: coverageOf(grounds, standing, control),
    }))
    .sort(
      ordered(input.sort, {
        name: (row) => row.name,
        assets: (row) => row.coverage.assets,
        place: ({ coverage: { assets, verified, implemented } }) => (assets === 0 ? -1 : (verified + implemented) / assets),
      }),
    );
}

/** @throws AppError `not_found` */
export async function getControl(actor: Actor, key: string): Promise<ControlDetail> {
  const { standing, grounds } = await standingOn(actor, key);
  const control = standing.controls.find((each) => each.key === key);
  if (!control) throw notFound('control');
  const threats = control.mitigates.flatMap(({ threat: reduced, ...effect }) => {
    const threat = standing.threats.find((each) => each.key === reduced);
    return threat ? [{ ...named(threat), summary: threat.summary, ...effect }] : [];
  });
  return {
    ...control,
    references: referencesOf(standing, control.references),
    threats: threats.sort((a, b) => b.strength - a.strength || a.name.localeCompare(b.name, 'en')),
    coverage: coverageOf(grounds, standing, control),
  };
}

/** Frameworks by name, switched-off ones last. */
export async function listFrameworks(actor: Actor): Promise<FrameworkRow[]> {
  const standing = await read(scopeOf(actor), standingCatalogue);
  const referred = new Set(
    [...standing.threats, ...standing.controls].filter(({ enabled }) => enabled).flatMap(({ references }) => references),
  );
  return standing.frameworks
    .map(({ key, name, edition, publisher, builtIn, enabled, items }) => ({
      ...{ key, name, edition, publisher, builtIn, enabled },
      items: items.length,
      served: items.filter(({ id }) => referred.has(`${key}:${id}`)).length,
    }))
    .sort((a, b) => Number(b.enabled) - Number(a.enabled));
}

/** Items of the frameworks that are switched on: what an entry can refer to. */
export async function listItems(actor: Actor): Promise<ReferableItem[]> {
  const { frameworks } = await read(scopeOf(actor), standingCatalogue);
  return frameworks
    .filter(({ enabled }) => enabled)
    .flatMap(({ key, name, builtIn, items }) =>
      items.map((item) => ({ framework: key, frameworkName: name, builtIn, id: item.id, name: item.name })),
    );
}

/** A framework's items in its own order, what serves each, and how that stands on the reader's assets. @throws AppError `not_found` */
export async function getFramework(actor: Actor, key: string): Promise<FrameworkDetail> {
  const { standing, grounds } = await standingOn(actor);
  const framework = standing.frameworks.find((each) => each.key === key);
  if (!framework) throw notFound('framework');
  const covered = new Map(standing.controls.map((control) => [control.key, coverageOf(grounds, standing, control)]));
  const { name, edition, publisher, builtIn, enabled, version } = framework;
  return {
    ...{ key, name, edition, publisher, builtIn, enabled, version },
    items: framework.items.map((item) => itemOf(standing, framework, item, covered)),
  };
}

function itemOf(
  standing: StandingCatalogue,
  { key }: FrameworkEntry,
  item: FrameworkEntry['items'][number],
  covered: ReadonlyMap<string, Coverage>,
): FrameworkItem {
  const refers = ({ enabled, references }: { enabled: boolean; references: readonly string[] }) =>
    enabled && references.includes(`${key}:${item.id}`);
  const threats = standing.threats.filter(refers);
  const direct = standing.controls.filter(refers);
  const reducing = standing.controls.filter(
    (control) => control.enabled && threatsOf(control).some((threat) => threats.some((each) => each.key === threat)),
  );
  const controls = direct.length > 0 ? direct : reducing;
  return {
    ...item,
    threats: threats.map(named),
    controls: controls.map(named),
    through: direct.length > 0 ? 'reference' : reducing.length > 0 ? 'threat' : 'nothing',
    coverage: summed(controls.flatMap((control) => covered.get(control.key) ?? [])),
  };
}

function summed(all: readonly Coverage[]): Coverage {
  const sum = (of: (coverage: Coverage) => number) => all.reduce((total, each) => total + of(each), 0);
  return {
    assets: sum((each) => each.assets),
    verified: sum((each) => each.verified),
    implemented: sum((each) => each.implemented),
    planned: sum((each) => each.planned),
    notApplicable: sum((each) => each.notApplicable),
    none: sum((each) => each.none),
    evidence: { current: sum((each) => each.evidence.current), expired: sum((each) => each.evidence.expired) },
  };
}

export async function getScoring(actor: Actor): Promise<Scoring> {
  const { settings } = await read(scopeOf(actor), standingCatalogue);
  return { matrix: settings.matrix, assessmentDays: settings.assessmentDays, version: settings.version };
}

const standingOn = (actor: Actor, control: string | null = null): Promise<{ standing: StandingCatalogue; grounds: Grounds }> =>
  read(scopeOf(actor), async (reader) => ({ standing: await standingCatalogue(reader), grounds: await groundsOf(reader, actor, control) }));

const named = ({ key, name, enabled }: { key: string; name: string; enabled: boolean }) => ({ key, name, enabled });
const threatsOf = ({ mitigates }: ControlEntry) => mitigates.filter(({ strength }) => strength > 0).map(({ threat }) => threat);
/** Keys of the frameworks that "framework:item" references name, each once. */
const frameworksOf = (references: readonly string[]) => [
  ...new Set(references.map((reference) => reference.slice(0, reference.indexOf(':')))),
];
const within = (wanted: readonly string[] | undefined, values: readonly (string | undefined)[]) =>
  !wanted || wanted.some((each) => values.includes(each));

type Wanted = Pick<ThreatListInput, 'q' | 'framework' | 'state' | 'origin'>;
type Matched = { key: string; name: string; summary: string; builtIn: boolean; enabled: boolean; references: readonly string[] };
function matches({ key, name, summary, builtIn, enabled, references }: Matched, { q, framework, state, origin }: Wanted): boolean {
  const text = `${name} ${key} ${summary}`.toLowerCase();
  return (
    (q ?? '')
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    within(state, [enabled ? 'on' : 'off']) &&
    within(origin, [builtIn ? 'built-in' : 'own']) &&
    within(framework, frameworksOf(references))
  );
}

/** By the sort key; what is equal stays by name. */
function ordered<Row>(sort: string, by: Record<string, (row: Row) => string | number>): (a: Row, b: Row) => number {
  const [down, value] = [sort.startsWith('-'), by[sort.replace(/^-/, '')]];
  return (a, b) => {
    const [left, right] = [value?.(a) ?? 0, value?.(b) ?? 0];
    const order = typeof left === 'string' ? left.localeCompare(String(right), 'en') : left - Number(right);
    return down ? -order : order;
  };
}

function referencesOf({ frameworks }: StandingCatalogue, references: readonly string[]): Reference[] {
  return references.flatMap((reference) => {
    const colon = reference.indexOf(':');
    const framework = frameworks.find(({ key }) => key === reference.slice(0, colon));
    const item = framework?.items.find(({ id }) => id === reference.slice(colon + 1));
    if (!framework || !item) return [];
    const { key, name, edition } = framework;
    return [{ framework: { key, name, edition }, item: { id: item.id, name: item.name } }];
  });
}
