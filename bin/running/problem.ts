/** What a person can put right, said in a sentence that says how. Shown alone, with no stack. */
export class Problem extends Error {}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;

const full = /No space left on device|ENOSPC/;

/**
 * The sentence for anything that stopped a start. A full disk is recognised wherever it shows: in our own writes,
 * in npm's or Next's output, in Postgres's log.
 */
export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (full.test(text) || (isSystemError(error) && error.code === 'ENOSPC'))
    return `The disk is full${diskOf(error)}. Free some space there and start again; nothing stored before is lost.`;
  if (error instanceof Problem) return text;
  if (isSystemError(error) && (error.code === 'EACCES' || error.code === 'EPERM'))
    return `Not allowed to use ${error.path ?? 'a file'}: ${text}. Give this user the right to it, or choose another folder with GATEHOUSE_DATA_DIR.`;
  if (isSystemError(error) && error.code === 'EROFS')
    return `${error.path ?? 'The folder'} is on a read-only file system. Choose another folder with GATEHOUSE_DATA_DIR.`;
  return `${text} (set GATEHOUSE_DEBUG=1 to see where this came from)`;
}

/** The place that is full, where the error or a program's words name it. */
function diskOf(error: unknown): string {
  const path = isSystemError(error)
    ? error.path
    : /(?<=^|[\s"'])\/[^\s"':,]+/.exec(error instanceof Error ? error.message : String(error))?.[0];
  return path ? ` (${path})` : '';
}

/** Prints the sentence and ends the process with exit code 1; the stack only where GATEHOUSE_DEBUG is set. */
export function stopWith(error: unknown): never {
  console.error(`\n✗ ${sentence(error)}`);
  if (process.env.GATEHOUSE_DEBUG) console.error(error);
  process.exit(1);
}
