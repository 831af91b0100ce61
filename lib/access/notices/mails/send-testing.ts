/** For tests alone: a sender as a process of its own, to be killed while it sends. It says on its output that it began. */
import { sendDueMails } from './commands.ts';

process.stdout.write('sending\n');
await sendDueMails();
process.exit(0);
