import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { read } from '#lib/platform/database.ts';
import { streamOf } from '#lib/platform/streaming.ts';
import { standingCatalogue } from '../queries.ts';
import { fileOf } from '../rules.ts';
import type { FrameworkItem } from '../schema.ts';
import { getFramework } from '../views/queries.ts';

type File = { headers: Record<string, string>; body: ReadableStream };

const fileAnswer = (name: string, type: string, pieces: Iterable<string>): File => ({
  headers: {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  },
  body: streamOf(
    (async function* () {
      yield* pieces;
    })(),
  ),
});

/** The whole catalogue, or the organisation's own entries, in the form that an import takes. Mitigations that are switched off are left out. */
export async function exportCatalogue(actor: Actor, { only }: { only: 'all' | 'own' }, now: Date): Promise<File> {
  const standing = await read(scopeOf(actor), standingCatalogue);
  const own = <E extends { builtIn: boolean }>(all: E[]) => all.filter(({ builtIn }) => !builtIn);
  const { threats, controls, frameworks } = standing;
  const told = only === 'own' ? { ...standing, threats: own(threats), controls: own(controls), frameworks: own(frameworks) } : standing;
  const day = now.toISOString().slice(0, 10);
  return fileAnswer(`gatehouse-catalogue-${day}.json`, 'application/json', [`${JSON.stringify(fileOf(told, day), null, 2)}\n`]);
}

const columns = [
  ...[
    'item',
    'name',
    'section',
    'threats',
    'controls',
    'served_by',
    'assets',
    'verified',
    'implemented',
    'planned',
    'not_applicable',
    'none',
  ],
  ...['evidence_current', 'evidence_expired'],
];

/** A framework's items with what serves them and how that stands on the reader's assets, as CSV. @throws AppError `not_found` */
export async function exportFramework(actor: Actor, { key }: { key: string }): Promise<File> {
  const { items } = await getFramework(actor, key);
  const names = (all: readonly { name: string }[]) => all.map(({ name }) => name).join('; ');
  const line = ({ id, name, section, threats, controls, through, coverage }: FrameworkItem) => {
    const { assets, verified, implemented, planned, notApplicable, none, evidence } = coverage;
    const numbers = [assets, verified, implemented, planned, notApplicable, none, evidence.current, evidence.expired];
    return csvLine([id, name, section, names(threats), names(controls), through, ...numbers.map(String)]);
  };
  return fileAnswer(`gatehouse-${key}.csv`, 'text/csv', [csvLine(columns), ...items.map(line)]);
}
