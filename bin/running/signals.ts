const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let current: (() => void) | undefined;

/**
 * Says what Ctrl-C and its like do from now on. The listeners stay and only their effect changes: a signal that came
 * while one listener is taken off and another put on would be lost, or end the process and leave the database running.
 */
export function onStopSignal(effect: () => void): void {
  if (!current) for (const name of signals) process.on(name, () => current?.());
  current = effect;
}
