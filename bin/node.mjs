// `node bin/node.mjs SCRIPT …` runs a script of this folder under Node 24, fetched from the npm registry where the
// machine's own is older. Plain JavaScript without packages: it is the first thing that runs in a fresh clone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wanted = '24.21.0';
const oldest = [20, 19];
const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const remembered = join(checkout, '.gatehouse', 'tools', `node-${wanted}`);

const [script, ...rest] = process.argv.slice(2);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (!script) stop('Usage: node bin/node.mjs SCRIPT [ARGUMENTS]');
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
  stop(
    `Gatehouse needs Node ${oldest.join('.')} or later to set itself up; this is ${process.version}. Install a newer one from https://nodejs.org.`,
  );

if (major >= 24) {
  putFirstOnPath(process.execPath);
  process.argv = [process.execPath, resolve(checkout, script), ...rest];
  await import(pathToFileURL(resolve(checkout, script)).href);
} else if (process.env.GATEHOUSE_NODE) {
  stop(
    `Expected Node ${wanted} at ${process.env.GATEHOUSE_NODE}, but it calls itself ${process.version}. Delete ${remembered} and start again.`,
  );
} else {
  runUnder(newerNode());
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function putFirstOnPath(node) {
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
}

/** The path of a Node 24: where it was found last time, else through npx (some 8 seconds the first time). */
function newerNode() {
  if (existsSync(remembered)) {
    const path = readFileSync(remembered, 'utf8').trim();
    if (existsSync(path)) return path;
  }
  console.error(`… Node ${wanted}, because this machine has ${process.version}`);
  const began = performance.now();
  const found = spawnSync('npx', ['-y', `--package=node@${wanted}`, '--', 'node', '-p', 'process.execPath'], {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const path = found.stdout?.trim().split('\n').at(-1) ?? '';
  if (found.status !== 0 || !existsSync(path)) {
    const reason = (found.stderr || found.error?.message || '').trim();
    stop(
      `${reason}\nCould not fetch Node ${wanted} from the npm registry. Check the network or \`npm config get registry\`, or install Node 24.`,
    );
  }
  mkdirSync(dirname(remembered), { recursive: true });
  writeFileSync(remembered, path);
  console.error(`✓ Node ${wanted}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return path;
}

/** Runs this same command under `node`; signals are passed on and its exit code becomes ours. */
function runUnder(node) {
  putFirstOnPath(node);
  process.env.GATEHOUSE_NODE = node;
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`Could not run ${node}: ${error.message}. Delete ${remembered} and start again.`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
