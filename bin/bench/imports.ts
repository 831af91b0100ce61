/** An import of CSV as a person would do it, through the server and its job, against `COPY` alone into the same table. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Cluster } from '#bin/postgres/cluster.ts';
import { withClient } from '#bin/running/database.ts';
import { Problem } from '#bin/running/problem.ts';
import { waitUntil } from '#bin/running/process.ts';
import { inventory } from './inventory.ts';
import { words } from './population.ts';
import { asReference, type Measured, report, tell } from './results.ts';
import { peakMemory, serveInventory } from './servers.ts';

const kinds = ['dataset', 'model', 'pipeline', 'infrastructure', 'repository'];
const stages = ['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'];

const fieldsOf = (at: number) => [
  `imported-${at}`,
  `Imported ${['scoring', 'features', 'ranking', 'archive', 'labels'][at % 5]} ${at}`,
  kinds[at % kinds.length] ?? '',
  stages[at % stages.length] ?? '',
  String(1 + (at % 5)),
  'internal',
  'confidential',
  at % 2 ? 'pci' : 'gdpr',
  at % 2 ? `Used in ${words.common} by several services` : 'Kept for research and comparison',
];

/** The file, or COPY's text of the same rows, in pieces of a thousand lines. */
function* lines(rows: number, line: (fields: string[], at: number) => string, head = ''): Generator<string> {
  if (head) yield head;
  for (let from = 1; from <= rows; from += 1000) {
    let text = '';
    for (let at = from; at < from + 1000 && at <= rows; at += 1) text += line(fieldsOf(at), at);
    yield text;
  }
}

/** Measures both at one size, in rows a second, each into an empty table; and the most memory that the server took, in megabytes. */
export async function measureImport(cluster: Cluster, rows: number, seed: number): Promise<void> {
  const place = await inventory(cluster, 0, seed, `import_${rows}`);
  const copied: Measured = { name: 'import.copy', rows, clients: 1, samples: [rows / (await copy(place.ownerUrl, rows))], unit: 'rows/s' };
  report(copied);
  const server = await serveInventory(place);
  const atRest = await peakMemory(server.pid);
  const { seconds, steps } = await importFile(server.publicUrl, place.tokens.lead, rows);
  const found = await withClient(place.ownerUrl, async (client) =>
    Number((await client.query('SELECT count(*) FROM assets')).rows[0].count),
  );
  if (found !== rows) throw new Problem(`The import of ${rows} rows left ${found} assets.`);
  report({ name: 'import.csv', rows, clients: 1, samples: [rows / seconds], unit: 'rows/s' }, [asReference(copied)]);
  const peak = await peakMemory(server.pid);
  if (peak !== null && atRest !== null) {
    const resting: Measured = { name: 'import.memory.before', rows, clients: 1, samples: [atRest], unit: 'MB' };
    report(resting);
    report({ name: 'import.memory', rows, clients: 1, samples: [peak], unit: 'MB' }, [asReference(resting)]);
  }
  tell(
    `import of ${rows} rows: ${seconds.toFixed(1)} s (${steps}); COPY ${(rows / (copied.samples[0] ?? 1)).toFixed(1)} s; ${atRest?.toFixed(0)} → ${peak?.toFixed(0)} MB`,
  );
}

/** Seconds of COPY alone; the table is emptied afterwards. */
async function copy(ownerUrl: string, rows: number): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    const { rows: found } = await client.query<{ id: string }>("SELECT id FROM teams WHERE key = 'team-1'");
    const team = found[0]?.id ?? '';
    const line = ([key, name, kind, stage, criticality, exposure, dataClass, tag, description]: string[], at: number) =>
      `00000000-0000-7000-8000-${String(at).padStart(12, '0')}\t${team}\t${key}\t${name}\t${kind}\t${stage}\t${criticality}\t${exposure}\t${dataClass}\t{${tag}}\t${description}\n`;
    const began = performance.now();
    await client.query("BEGIN; SELECT set_config('app.announced', 'bench.copied', true)");
    const stream = client.query(
      copyFrom('COPY assets (id, team_id, key, name, kind, stage, criticality, exposure, data_class, tags, description) FROM STDIN'),
    );
    await pipeline(Readable.from(lines(rows, line)), stream);
    await client.query('COMMIT');
    const seconds = (performance.now() - began) / 1000;
    await client.query(
      "BEGIN; SELECT set_config('app.announced', 'bench.emptied', true); TRUNCATE assets, risks_due, tallies CASCADE; COMMIT",
    );
    return seconds;
  });
}

type View = { status: string; error: string | null; csv: { delimiter: string; guesses: { header: string; target: string }[] } | null };

/** The whole way: upload, columns as guessed, preview, apply. A person's pauses are not in it. */
async function importFile(url: string, token: string, rows: number): Promise<{ seconds: number; steps: string }> {
  const headers = { cookie: `gatehouse-session=${token}`, origin: url };
  const ask = async <T>(method: string, path: string, body?: object | ReadableStream): Promise<T> => {
    const isStream = body instanceof ReadableStream;
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': isStream ? 'application/octet-stream' : 'application/json' }) },
      ...(body && { body: isStream ? body : JSON.stringify(body), duplex: 'half' }),
    } as RequestInit);
    if (!response.ok) throw new Problem(`${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    return (await response.json()) as T;
  };
  const began = performance.now();
  const times: string[] = [];
  const mark = (what: string) => times.push(`${what} ${((performance.now() - began) / 1000).toFixed(1)}`);
  const { teams } = await ask<{ teams: { id: string; key: string }[] }>('GET', '/teams');
  const team = teams.find((each) => each.key === 'team-1');
  const head = 'key,name,kind,stage,criticality,exposure,data class,tags,description\n';
  const file = Readable.toWeb(Readable.from(lines(rows, (fields) => `${fields.join(',')}\n`, head)).map((text) => Buffer.from(text)));
  const { id } = await ask<{ id: string }>('POST', `/imports?teamId=${team?.id}&fileName=bench.csv`, file as ReadableStream);
  mark('uploaded');
  const reach = async (...wanted: string[]): Promise<View> => {
    let view: View | undefined;
    await waitUntil(
      async () => {
        view = await ask<View>('GET', `/imports/${id}`);
        return wanted.includes(view.status) || view.status === 'failed';
      },
      3_600_000,
      200,
    );
    if (!view || view.status === 'failed') throw new Problem(`The import failed: ${view?.error}`);
    mark(view.status);
    return view;
  };
  const first = await reach('mapping', 'preview');
  if (first.status === 'mapping' && first.csv) {
    const columns = first.csv.guesses.map(({ header, target }) => ({ header, target }));
    await ask('POST', `/imports/${id}/read`, { csvMapping: { delimiter: first.csv.delimiter, columns, defaults: {} } });
    await reach('preview');
  }
  await ask('POST', `/imports/${id}/apply`, {});
  await reach('done');
  return { seconds: (performance.now() - began) / 1000, steps: times.join(', ') };
}
