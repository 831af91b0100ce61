/** An import from the command line: uploaded, read, shown, and applied where that was asked for. */
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Output } from '#lib/client.ts';
import type { Connection } from './connection.ts';
import { answerIsNo } from './context.ts';
import { Failure } from './failure.ts';
import { teamIdOf } from './finding.ts';
import { note, plain, printFacts, printJson, progress } from './output.ts';
import { ask, sendFile } from './requests.ts';

type Import = Output<'GET /imports/{id}'>;
type Given = { file: string; name: string; team: string; body: () => Readable; apply?: boolean; partly?: boolean; json?: boolean };

/** The import once no job is at work on it. */
async function settled(connection: Connection, id: string): Promise<Import> {
  for (let pause = 200; ; pause = Math.min(2000, pause * 1.5)) {
    const found = await ask(connection, 'GET /imports/{id}', { id });
    if (!['uploading', 'reading', 'applying'].includes(found.status)) {
      progress(null);
      return found;
    }
    progress(`${found.progress?.step ?? found.status}${found.progress ? ` ${found.progress.done} of ${found.progress.total}` : ''}`);
    await wait(pause);
  }
}

/** Why it is not applied, in a sentence; null where nothing stands in its way. */
function hindrance({ status, counts, error }: Import, partly: boolean): string | null {
  if (status === 'failed') return error ?? 'The file cannot be read.';
  if (status === 'mapping') return 'Its columns have to be confirmed.';
  if (status !== 'preview') return `It is ${status}.`;
  if (counts && counts.undecided > 0) return `${counts.undecided} rows may be assets that are there already: decide on them.`;
  if (!partly && counts && (counts.rows.rejected ?? 0) > 0)
    return `${counts.rows.rejected} rows are rejected. Mend the file, or say --partly.`;
  return null;
}

function print(connection: Connection, found: Import): void {
  const { rows, versions, relations } = found.counts ?? { rows: {}, versions: null, relations: null };
  printFacts([
    ['File', found.fileName],
    ['Format', found.format],
    ['Status', found.status],
    ['New', rows.create ?? 0],
    ['Changed', rows.update ?? 0],
    ['Unchanged', rows.unchanged ?? 0],
    ['Rejected', rows.rejected ?? 0],
    ['New versions', versions?.create ?? 0],
    ['New relations', relations?.create ?? 0],
    ['Page', `${connection.url}/imports/${found.id}`],
  ]);
}

/** Reads a file into a team. The answer is no where it was not applied though it should have been, or could not be. */
export async function importFile(connection: Connection, given: Given): Promise<void> {
  const teamId = await teamIdOf(connection, given.team);
  if (!(await stat(given.file)).isFile()) throw new Failure(`${given.file} is no file.`);
  const { id } = await sendFile(connection, 'POST /imports', { teamId, fileName: given.name }, given.body());
  const read = await settled(connection, id);
  const why = hindrance(read, given.partly ?? false);
  let found = read;
  if (given.apply && !why) {
    await ask(connection, 'POST /imports/{id}/apply', { id });
    found = await settled(connection, id);
  }
  if (given.json) printJson(found);
  else print(connection, found);
  const done = found.status === 'done';
  if (why || (given.apply && !done)) {
    note(plain(why ?? found.error ?? found.notice ?? `It is ${found.status}.`));
    answerIsNo();
  } else if (!done) note('Nothing is written yet: say --apply, or apply it on its page.');
}
