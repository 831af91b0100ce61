import { AppError } from '#lib/platform/errors.ts';

/**
 * A browser names where a change comes from; a change from another site is refused, and one that names nothing is too: only a
 * client that is no browser leaves both out, and such a client carries no cookie.
 * @throws AppError `forbidden`
 */
export function sameOrigin(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const here = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  const same = origin ? URL.canParse(origin) && new URL(origin).host === here : site === 'same-origin';
  if (!same && (origin || site || request.headers.has('cookie')))
    throw new AppError('forbidden', 'This change came from another site and was refused. Open Gatehouse itself and try again.');
}
