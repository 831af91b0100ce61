import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { attachment, streamOf } from '#lib/platform/streaming.ts';
import { endFeed, makeFeed } from './commands.ts';
import { findFeed, openCalendar } from './queries.ts';
import { FeedInput, FileAnswer, MadeFeed, OwnFeed } from './schema.ts';

const tag = 'My work';
const permission = 'session';
const input = z.strictObject({});

export const workCalendarOperations = {
  find: operation(
    'GET /account/calendar',
    { permission, tag, summary: 'Say whether you have a calendar feed, and when it was last used', input, output: OwnFeed },
    ({ actor }) => findFeed(actor),
  ),
  make: operation(
    'POST /account/calendar',
    {
      ...{ permission, tag, input, output: MadeFeed, sensitive: true, status: 201 },
      summary: 'Make your calendar feed, or a new address for it; the answer is the only time that it is told',
    },
    ({ actor, context }) => makeFeed(actor, actOf(context)),
  ),
  end: operation(
    'DELETE /account/calendar',
    { permission, tag, summary: 'End your calendar feed', input, output: z.void(), status: 204 },
    ({ actor, context }) => endFeed(actor, actOf(context)),
  ),
  // A calendar cannot sign in: the token in its address stands for its person, and opens nothing but this.
  open: operation(
    'GET /work/calendar.ics',
    {
      ...{ permission: 'anyone', tag, input: FeedInput, output: FileAnswer, detailed: true },
      summary: 'Read what waits for somebody as a calendar, by the token of their feed',
    },
    async ({ input }) => {
      const text = await openCalendar(input.token);
      return { headers: attachment('text/calendar; charset=utf-8', 'gatehouse.ics'), body: streamOf(whole(text)) };
    },
  ),
};

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}
