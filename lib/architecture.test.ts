/** The house's rules, held: who may import whom, what files a domain has, and which way data flows. Each breach says how to mend it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Right may import left, never the reverse; the last two stand side by side. */
const order = ['platform', 'access', 'assets', 'risks', 'findings', 'scans', 'reviews', 'gates', 'incidents'];
const last = ['insights', 'exchange'];
const vocabulary = /^(schema|rules|policy|queries|commands|procedures|request|jobs|sql|testing)(\.db)?(\.test)?\.ts$/;
/** Folders of pure machinery inside a domain, whose files are named for what they do. */
const workshops = ['lib/exchange/read', 'lib/exchange/write', 'lib/exchange/fixtures', 'lib/risks/catalogue'];

type Import = { from: string; to: string; typeOnly: boolean };

const sources = walk('.').filter((file) => /\.(ts|tsx)$/.test(file) && !file.endsWith('.d.ts'));
const imports = sources.flatMap(importsOf);

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return /^(node_modules|generated|migrations|\..*|test-results|playwright-report)$/.test(entry.name) ? [] : walk(path);
    return [path];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const found = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?from\s+)?'([^']+)'|import\('([^']+)'\)/gm);
  return [...found].map(([, type, named, dynamic]) => {
    const specifier = named ?? dynamic ?? '';
    const to = specifier.startsWith('#')
      ? specifier.slice(1)
      : specifier.startsWith('.')
        ? relative(root, join(root, dirname(file), specifier))
        : specifier;
    return { from: file, to, typeOnly: Boolean(type) };
  });
}

const domainOf = (path: string) => /^lib\/([^/]+)\//.exec(path)?.[1];
const isTest = (path: string) => /\.test\.tsx?$|^e2e\/|testing\.ts$|\/testing\//.test(path);
const breaches = (wrong: (each: Import) => boolean, mend: string) =>
  imports.filter((each) => !isTest(each.from) && wrong(each)).map((each) => `${each.from} imports ${each.to}. ${mend}`);

describe('the house', () => {
  it('reads enough files to mean something', () => {
    expect(sources.length).toBeGreaterThan(80);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('keeps the import direction between domains', () => {
    const rank = (domain: string) => (last.includes(domain) ? order.length : order.indexOf(domain));
    const wrong = ({ from, to }: Import) => {
      const [here, there] = [domainOf(from), domainOf(to)];
      if (!here || !there || here === there) return false;
      return rank(there) > rank(here) || (last.includes(here) && last.includes(there));
    };
    expect(
      breaches(wrong, 'A lower domain offers an interface; the higher one calls it. Move the shared part down, or turn the call round.'),
    ).toEqual([]);
  });

  it('knows every domain', () => {
    const known = new Set([...order, ...last]);
    const folders = readdirSync(join(root, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('has a closed vocabulary of files in a domain', () => {
    const free = new Set(['platform', 'access']);
    const strange = sources.filter((file) => {
      const domain = domainOf(file);
      if (!domain || free.has(domain) || workshops.some((folder) => file.startsWith(`${folder}/`))) return false;
      return !vocabulary.test(file.split('/').at(-1) ?? '');
    });
    expect(
      strange,
      'Name it schema, rules, policy, queries, commands, procedures, request, jobs or sql, in a folder of its noun if there are several.',
    ).toEqual([]);
  });

  it('keeps rules and policies pure', () => {
    const pure = ({ from, to }: Import) =>
      /^lib\/(?!platform|access).*\/(rules|policy)\.ts$/.test(from) &&
      /^(pg|next|react|node:(?!crypto)|zod|pino)|prisma\/|\/(queries|commands|procedures|database|transact)\.ts$/.test(to);
    expect(breaches(pure, 'Rules take what they need as arguments, the time included.')).toEqual([]);
  });

  it('lets nobody import app/', () => {
    expect(
      breaches(({ from, to }) => to.startsWith('app/') && !from.startsWith('app/'), 'Move what is shared into lib or components.'),
    ).toEqual([]);
  });

  it('lets lib import no interface', () => {
    const wrong = ({ from, to }: Import) =>
      from.startsWith('lib/') &&
      (/^(components|bin|e2e)\//.test(to) ||
        (/^(next|react)(\/|$)/.test(to) && !from.endsWith('/request.ts') && !from.startsWith('lib/access/sessions/')));
    expect(breaches(wrong, 'lib works without a page; only request.ts, and the sessions of access, know Next.')).toEqual([]);
  });

  it('keeps the shared parts of the interface free of domains', () => {
    const wrong = ({ from, to }: Import) => /^components\/(ui|data|layout)\//.test(from) && /^lib\/(?!platform\/)/.test(to);
    expect(breaches(wrong, 'Pass it in as a property.')).toEqual([]);
  });

  it('lets components of a noun reach the server by the client alone', () => {
    const allowed = /^lib\/(.*\/)?((.*-)?rules|schema|policy|permissions|kinds|client|values|errors|procedure)\.ts$/;
    const wrong = ({ from, to, typeOnly }: Import) =>
      from.startsWith('components/') && to.startsWith('lib/') && !(allowed.test(to) || (typeOnly && /^lib\//.test(to)));
    expect(breaches(wrong, 'Let the page call the operation and pass the data, or call the typed client.')).toEqual([]);
  });

  it('asks for no page before its link is followed', () => {
    const wrong = ({ from, to }: Import) => to === 'next/link' && from !== 'components/ui/link.tsx';
    expect(breaches(wrong, 'Link of components/ui/link.tsx is the same, without asking ahead.')).toEqual([]);
  });

  it('sends no Zod to the browser', () => {
    const client = new Set(sources.filter((file) => /^\s*'use client'/.test(readFileSync(join(root, file), 'utf8'))));
    const wrong = ({ from, to, typeOnly }: Import) => client.has(from) && !typeOnly && (/\/schema\.ts$/.test(to) || to === 'zod');
    expect(breaches(wrong, 'Import types from schema.ts with `import type`; vocabulary from rules.ts.')).toEqual([]);
  });

  it('imports Prisma where data are read and written, and nowhere else', () => {
    const allowed = /^(prisma|bin)\/|^lib\/platform\/|^lib\/access\/|\/(queries|commands|sql|jobs)\.ts$/;
    const wrong = ({ from, to, typeOnly }: Import) => !typeOnly && /^prisma\/generated|^@prisma\//.test(to) && !allowed.test(from);
    expect(breaches(wrong, 'Call a query or a command instead.')).toEqual([]);
  });

  it('has no Server Actions', () => {
    expect(sources.filter((file) => /^\s*['"]use server['"]/m.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  it('keeps app/ to the names that Next reserves', () => {
    const reserved =
      /^(page|layout|loading|error|not-found|global-error|forbidden|unauthorized|route|template|default|globals|icon)\.(tsx|ts|css|svg)$/;
    expect(walk('app').filter((file) => !reserved.test(file.split('/').at(-1) ?? ''))).toEqual([]);
  });

  it('has no circles between files', () => {
    const graph = new Map<string, string[]>();
    for (const each of imports) if (!each.typeOnly && !isTest(each.from)) graph.set(each.from, [...(graph.get(each.from) ?? []), each.to]);
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) if (graph.has(next)) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of graph.keys()) visit(file, []);
    expect(circles, 'Take the part that both need into a third file below them.').toEqual([]);
  });

  it('keeps files short enough to read', () => {
    const long = sources.filter(
      (file) => !file.startsWith('prisma/demo/') && readFileSync(join(root, file), 'utf8').split('\n').length > 301,
    );
    expect(long, 'A file past 300 lines is two files.').toEqual([]);
  });
});
