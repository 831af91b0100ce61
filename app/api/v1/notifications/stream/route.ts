import { answerStream } from '#lib/access/notices/stream/answer.ts';

export const dynamic = 'force-dynamic';

export { answerStream as GET };
