import { handleCallback } from '#lib/access/sso/callback.ts';

export const dynamic = 'force-dynamic';

export { handleCallback as GET };
