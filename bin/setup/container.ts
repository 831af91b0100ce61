/**
 * Adds the container's entry, bin/serve.ts, with exactly the packages it loads, to the standalone folder, which then
 * runs on Node alone. Run after `npm run build`, in the Dockerfile.
 */
import { cpSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { stopWith } from '#bin/running/problem.ts';
import { standaloneFolder } from './build.ts';
import { checkout } from './checkout.ts';

type Trace = (
  entries: string[],
  options: { base: string; conditions: string[]; readFile: (path: string) => Promise<string | Buffer | null> },
) => Promise<{ fileList: Set<string> }>;

/** The tracer with which Next itself makes the standalone folder; Next is pinned, so its inner path is too. */
function tracer(): Trace {
  const inner: { nodeFileTrace: Trace } = createRequire(import.meta.url)('next/dist/compiled/@vercel/nft');
  return inner.nodeFileTrace;
}

/** What is opened by path and so cannot be traced. */
function openedByPath(): string[] {
  const engine = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  return [
    'bin/running/server-guard.mjs',
    'prisma/schema.prisma',
    'prisma/models',
    'prisma/migrations',
    relative(checkout, join(engine, 'schema_engine_bg.wasm')),
  ];
}

/** Types are blanked out, for the tracer reads JavaScript. */
async function readSource(path: string): Promise<string | Buffer | null> {
  try {
    const content = readFileSync(path);
    return path.endsWith('.ts') && !path.includes('node_modules') ? stripTypeScriptTypes(content.toString('utf8')) : content;
  } catch {
    return null;
  }
}

async function complete(): Promise<void> {
  const { fileList } = await tracer()([join(checkout, 'bin', 'serve.ts')], {
    base: checkout,
    conditions: ['node', 'import'],
    readFile: readSource,
  });
  const traced = [...fileList].filter((path) => !path.startsWith('.'));
  for (const path of [...traced, ...openedByPath()]) {
    const target = join(standaloneFolder, path);
    if (statSync(join(checkout, path)).isDirectory()) cpSync(join(checkout, path), target, { recursive: true });
    else {
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(checkout, path), target);
    }
  }
  console.log(`✓ ${traced.length} files of the entry added to ${relative(checkout, standaloneFolder)}`);
}

complete().then(() => process.exit(0), stopWith);
