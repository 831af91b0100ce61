export const dynamic = 'force-dynamic';

/** Alive: the process answers. Touches nothing, so that a slow database does not get a healthy server restarted. */
export function GET(): Response {
  return new Response('ok', { headers: { 'cache-control': 'no-store' } });
}
