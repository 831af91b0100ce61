import { readiness } from '#lib/platform/readiness.ts';

export const dynamic = 'force-dynamic';

/** Ready for requests: 200, or 503 with the part that failed and nothing more. */
export async function GET(): Promise<Response> {
  const answer = await readiness();
  return Response.json(answer.ready ? { status: 'ready' } : { status: 'not ready', failed: answer.failed }, {
    status: answer.ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
