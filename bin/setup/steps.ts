/** The steps of a start, shown as they run with the time each took. */
const interactive = process.stdout.isTTY && !process.env.CI;
const width = 18;

export type StepTime = { step: string; seconds: number; skipped: boolean };

/** Every step so far, in order; `GATEHOUSE_STEPS_FILE` receives them as JSON for the bench. */
export const stepTimes: StepTime[] = [];

/**
 * Runs one step and prints its line. `work` returns a few words on what came out, or nothing;
 * `upToDate` answered true skips it.
 */
export async function step(
  name: string,
  work: () => Promise<string | undefined>,
  upToDate: () => Promise<boolean> = async () => false,
): Promise<void> {
  if (await upToDate()) {
    stepTimes.push({ step: name, seconds: 0, skipped: true });
    console.log(`– ${name.padEnd(width)} up to date`);
    return;
  }
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const tick = interactive
    ? setInterval(() => process.stdout.write(`\r… ${name.padEnd(width)} ${seconds().toFixed(0)} s`), 200)
    : undefined;
  if (!interactive) console.log(`… ${name}`);
  try {
    const outcome = await work();
    stepTimes.push({ step: name, seconds: seconds(), skipped: false });
    finishLine(`✓ ${name.padEnd(width)} ${seconds().toFixed(1)} s${outcome ? `  ${outcome}` : ''}`);
  } catch (error) {
    finishLine(`✗ ${name.padEnd(width)} ${seconds().toFixed(1)} s`);
    throw error;
  } finally {
    clearInterval(tick);
  }
}

function finishLine(line: string): void {
  console.log(interactive ? `\r\u001b[K${line}` : line);
}
