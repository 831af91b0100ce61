/** What this server does for the audit log beside its requests: sealing it and verifying it. */
import { log } from '#lib/platform/log.ts';
import { startSealer } from './sealer.ts';
import { startVerification } from './verifications.ts';

/** Starts both, and ends them when the server stops. */
export function keepAuditLog(): void {
  // The build loads the server's code as well, and has no database.
  if (process.env.NEXT_PHASE === 'phase-production-build') return;
  const [sealer, verification] = [startSealer(), startVerification()];
  const stop = () => {
    verification.stop();
    sealer.stop().catch((error: unknown) => log.warn({ err: error }, 'the sealer did not stop in time'));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
