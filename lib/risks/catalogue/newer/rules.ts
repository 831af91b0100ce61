/** How other catalogues are taken into the one that stands: a newer built-in version, and a file of the organisation's own. Pure. */
import { AppError } from '#lib/platform/errors.ts';
import type { Catalogue } from '../file.ts';
import {
  type ControlEntry,
  entriesOf,
  type FrameworkEntry,
  type MitigationEntry,
  type Part,
  partLabels,
  type StandingCatalogue,
  type ThreatEntry,
} from '../rules.ts';

/**
 * The catalogue with a newer built-in version: new entries are added, words and places follow it, and what it has no longer is switched off. What
 * the organisation set stays, and is told: strengths it changed, entries it switched off or added, references into its own frameworks.
 */
export function mergeNewer(standing: StandingCatalogue, built: Catalogue): { after: StandingCatalogue; kept: string[] } {
  const newer = entriesOf(built, true);
  const kept: string[] = [];
  const own = new Set(standing.frameworks.filter(({ builtIn }) => !builtIn).map(({ key }) => key));
  const ownReferences = (all: readonly string[]) => all.filter((reference) => own.has(reference.slice(0, reference.indexOf(':'))));
  const merge = <E extends ThreatEntry | ControlEntry | FrameworkEntry>(
    part: Part,
    before: readonly E[],
    shipped: readonly E[],
    joined: (was: E, now: E) => E,
  ) =>
    mergeEntries(before, shipped, (was, now) => {
      if (!was.builtIn) {
        kept.push(`${partLabels[part]} “${was.name}” is your own and has the key of a new built-in one: yours stays.`);
        return was;
      }
      if (!was.enabled) kept.push(`${partLabels[part]} “${was.name}” stays switched off.`);
      return joined(was, now);
    }).map((entry) => (entry.builtIn && !shipped.some(({ key }) => key === entry.key) ? { ...entry, enabled: false } : entry));

  const after: StandingCatalogue = {
    threats: merge('threat', standing.threats, newer.threats, (was, now) => ({
      ...was,
      ...content(now),
      references: [...now.references, ...ownReferences(was.references)].sort(),
    })),
    controls: merge('control', standing.controls, newer.controls, (was, now) => ({
      ...was,
      ...content(now),
      references: [...now.references, ...ownReferences(was.references)].sort(),
      mitigates: mergedMitigations(was, now, (sentence) => kept.push(sentence)),
    })),
    frameworks: merge('framework', standing.frameworks, newer.frameworks, (was, now) => ({
      ...was,
      ...content(now),
      // An item may be referred to by the organisation's own entries: it stays.
      items: [...now.items, ...was.items.filter(({ id }) => !now.items.some((item) => item.id === id))],
    })),
    settings: { ...standing.settings, catalogueVersion: built.version },
  };
  return { after, kept };
}

/** Words and values, without what says how the entry stands here. */
function content<E extends object>(entry: E) {
  const { builtIn: _b, enabled: _e, version: _v, ...rest } = entry as E & { builtIn: boolean; enabled: boolean; version: number };
  return rest as Omit<E, 'builtIn' | 'enabled' | 'version'>;
}

const mergeEntries = <E extends { key: string }>(before: readonly E[], wanted: readonly E[], joined: (was: E, now: E) => E): E[] => [
  ...before.map((was) => {
    const now = wanted.find(({ key }) => key === was.key);
    return now ? joined(was, now) : was;
  }),
  ...wanted.filter(({ key }) => !before.some((was) => was.key === key)),
];

function mergedMitigations(was: ControlEntry, now: ControlEntry, keep: (sentence: string) => void): MitigationEntry[] {
  const known = was.mitigates.map((standing): MitigationEntry => {
    const shipped = now.mitigates.find(({ threat }) => threat === standing.threat);
    const edited = standing.strength !== standing.shippedStrength;
    if (!shipped) return { ...standing, shippedStrength: null, strength: edited ? standing.strength : 0 };
    if (edited)
      keep(
        `Control “${was.name}” stays at strength ${standing.strength} against ${standing.threat}, where built in is ${shipped.strength}.`,
      );
    return { ...shipped, strength: edited ? standing.strength : shipped.strength };
  });
  return [...known, ...now.mitigates.filter(({ threat }) => !was.mitigates.some((each) => each.threat === threat))];
}

/**
 * The catalogue with a file taken in: its entries are added or follow it, entries that the file does not name stay. Of built-in entries the file may
 * set strengths alone.
 * @throws AppError `conflict` naming a built-in entry that the file would reword.
 */
export function mergeFile(standing: StandingCatalogue, file: Catalogue): StandingCatalogue {
  const wanted = entriesOf(file, false);
  const builtIn = new Set(standing.frameworks.filter((each) => each.builtIn).map(({ key }) => key));
  return {
    ...standing,
    threats: mergeEntries(standing.threats, wanted.threats, (was, now) =>
      was.builtIn ? untouched('threat', was, now, builtIn) : { ...was, ...content(now) },
    ),
    controls: mergeEntries(standing.controls, wanted.controls, (was, now) => {
      const mitigates = filedMitigations(was, now);
      return was.builtIn
        ? { ...untouched('control', was, { ...now, mitigates: was.mitigates }, builtIn), mitigates }
        : { ...was, ...content(now), mitigates };
    }),
    frameworks: mergeEntries(standing.frameworks, wanted.frameworks, (was, now) =>
      was.builtIn
        ? untouched('framework', was, now, builtIn)
        : { ...was, ...content(now), items: [...now.items, ...was.items.filter(({ id }) => !now.items.some((item) => item.id === id))] },
    ),
  };
}

/** A built-in entry, with what references into the organisation's own frameworks the file adds. @throws AppError `conflict` where it says anything else. */
function untouched<E extends ThreatEntry | ControlEntry | FrameworkEntry>(part: Part, was: E, now: E, builtIn: ReadonlySet<string>): E {
  const [standing, wanted] = [content(was), content(now)] as [Record<string, unknown>, Record<string, unknown>];
  const known = 'references' in was ? was.references : [];
  const added = 'references' in now ? now.references.filter((reference) => !known.includes(reference)) : [];
  const field = added.some((reference) => builtIn.has(reference.slice(0, reference.indexOf(':'))))
    ? 'references'
    : Object.keys(wanted).find((name) => name !== 'references' && JSON.stringify(standing[name]) !== JSON.stringify(wanted[name]));
  if (!field) return added.length > 0 ? { ...was, references: [...known, ...added].sort() } : was;
  const message = `${partLabels[part]} ${was.key} is built in: a file cannot change its ${field}. Leave it out of the file, or give yours another key.`;
  throw new AppError('conflict', message, { fields: { text: message } });
}

/** A built-in entry keeps what the file leaves out; of the organisation's own control, that has no effect any more. */
function filedMitigations(was: ControlEntry, now: ControlEntry): MitigationEntry[] {
  const known = was.mitigates.map((standing): MitigationEntry => {
    const wanted = now.mitigates.find(({ threat }) => threat === standing.threat);
    if (standing.shippedStrength !== null) return wanted ? { ...standing, strength: wanted.strength } : standing;
    return wanted ?? (was.builtIn ? standing : { ...standing, strength: 0 });
  });
  return [...known, ...now.mitigates.filter(({ threat }) => !was.mitigates.some((each) => each.threat === threat))];
}
