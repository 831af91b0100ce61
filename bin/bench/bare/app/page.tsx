/** The reference of the list page: the same rows as a table, rendered at each request, with no sign-in and no access to data. */
import { readFileSync } from 'node:fs';
import { BareTable } from './table.tsx';

export const dynamic = 'force-dynamic';

// Read once a process, from the file that the bench made of a page of the real list.
const rows = JSON.parse(readFileSync(process.env.BENCH_ROWS ?? '/dev/null', 'utf8') || '[]');

export default function BarePage() {
  return <BareTable rows={rows} />;
}
