import { createHash } from 'node:crypto';
import { type Actor, houseScope, mustEverywhere } from '#lib/access/policy.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { type AppError, invalid } from '#lib/platform/errors.ts';
import { previewCatalogue } from '../../posture/preview/queries.ts';
import type { LevellingCatalogue } from '../../posture/preview/rules.ts';
import type { Mitigation } from '../../scoring/rules.ts';
import { checkCatalogue } from '../check.ts';
import { builtInCatalogue } from '../data.ts';
import { differences, type EntryChange } from '../differences/rules.ts';
import { type Catalogue, catalogueDraft, catalogueFile } from '../file.ts';
import { standingCatalogue } from '../queries.ts';
import { fileOf, type StandingCatalogue, scoringText } from '../rules.ts';
import { changed } from './rules.ts';
import type { CatalogueChange, ChangePreview } from './schema.ts';

/** A change worked out against the catalogue as it stands; nothing is written. */
export type Planned = {
  before: StandingCatalogue;
  after: StandingCatalogue;
  changes: EntryChange[];
  kept: string[];
  /** Whether a level can move. */
  movesLevels: boolean;
  /** Stands for exactly this change of exactly this catalogue. */
  seen: string;
};

/**
 * @param built the catalogue that this Gatehouse came with
 * @throws AppError `not_found`, `invalid`, `conflict`: see `changed`
 */
export async function planChange(reader: Reader, change: CatalogueChange, built: Catalogue = builtInCatalogue()): Promise<Planned> {
  const before = await standingCatalogue(reader);
  const { after, kept } = changed(before, change, built, readOwnFile);
  const [was, will] = [scoringText(before), scoringText(after)];
  const seen = createHash('sha256')
    .update(JSON.stringify([before, after]))
    .digest('base64url');
  return { before, after, changes: differences(before, after), kept, movesLevels: was !== will, seen };
}

/**
 * What a change would change, and how many of all assets would move from which level to which; nothing is written.
 * @throws AppError as applying it would: `not_found`, `invalid`, `conflict`
 */
export async function previewChange(actor: Actor, change: CatalogueChange, built: Catalogue = builtInCatalogue()): Promise<ChangePreview> {
  mustEverywhere(actor, 'catalogue.manage');
  return read(houseScope(actor.id), async (reader) => {
    const planned = await planChange(reader, change, built);
    const { seen, changes, kept, movesLevels } = planned;
    return { seen, changes, kept, movesLevels, impact: movesLevels ? await impactOf(reader, planned) : null };
  });
}

/** How many problems of a file are named at once. */
const mostNamed = 20;

/**
 * A catalogue file of the organisation's own: what it leaves out is none, what it refers to may stand in the file or in the catalogue.
 * @throws AppError `invalid` naming each thing that is wrong, and nothing of the file is taken.
 */
export function readOwnFile(text: string, standing: StandingCatalogue): Catalogue {
  const given = { version: 1, released: '2026-01-01', threats: [], controls: [], frameworks: [], ...objectIn(text) };
  const form = catalogueDraft.safeParse(given);
  if (!form.success) throw wrong(form.error.issues.map(({ path, message }) => `${path.join('.') || 'The file'}: ${message}`));
  const file = form.data;
  const base = fileOf(standing, given.released);
  const over = <E extends { key: string }>(standingEntries: readonly E[], entries: readonly E[]) => [
    ...standingEntries.filter(({ key }) => !entries.some((each) => each.key === key)),
    ...entries,
  ];
  // Items are never taken away.
  const withStandingItems = (framework: (typeof file.frameworks)[number]) => {
    const known = base.frameworks.find(({ key }) => key === framework.key)?.items ?? [];
    return { ...framework, items: [...framework.items, ...known.filter(({ id }) => !framework.items.some((item) => item.id === id))] };
  };
  const merged = {
    ...file,
    threats: over<(typeof file.threats)[number]>(base.threats, file.threats),
    controls: over<(typeof file.controls)[number]>(base.controls, file.controls),
    frameworks: over<(typeof file.frameworks)[number]>(base.frameworks, file.frameworks.map(withStandingItems)),
  };
  // What stands in the catalogue already is nobody's mistake in this file.
  const named = new Set(
    (['threat', 'control', 'framework'] as const).flatMap((part) => file[`${part}s`].map(({ key }) => `${part} ${key}`)),
  );
  const problems = checkCatalogue(merged, { complete: false }).filter(({ part, key }) => named.has(`${part} ${key}`));
  if (problems.length > 0) throw wrong(problems.map(({ message }) => message));
  return catalogueFile.parse(file);
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw wrong([`This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`]);
  }
  throw wrong(['This is not a catalogue: it should be an object with threats, controls and frameworks.']);
}

function wrong(problems: readonly string[]): AppError {
  const more = problems.length - mostNamed;
  return invalid('text', [...problems.slice(0, mostNamed), ...(more > 0 ? [`And ${more} more.`] : [])].join('\n'));
}

/** What levels would depend on, as posture knows it. */
function levellingOf({ threats, controls, settings }: StandingCatalogue): LevellingCatalogue {
  const mitigations = new Map<string, Map<string, Mitigation>>();
  for (const { key, mitigates } of controls.filter(({ enabled }) => enabled))
    for (const { threat, reduces, strength, stages } of mitigates.filter((each) => each.strength > 0))
      mitigations.set(threat, (mitigations.get(threat) ?? new Map<string, Mitigation>()).set(key, { reduces, strength, stages }));
  return {
    threats: new Map(threats.map(({ key, likelihood, affects }) => [key, { likelihood, affects }])),
    mitigations,
    matrix: settings.matrix,
    applies: new Map(threats.filter(({ enabled }) => enabled).map(({ key, applies }) => [key, applies])),
  };
}

async function impactOf(reader: Reader, { after }: Planned): Promise<NonNullable<ChangePreview['impact']>> {
  const { assets, moved } = await previewCatalogue(reader, levellingOf(after));
  const movements = moved.map(({ from, to, count }) => ({ from, to, assets: count }));
  return { assets, moved: movements.reduce((sum, each) => sum + each.assets, 0), movements };
}
