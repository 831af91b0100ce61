import { z } from 'zod';
import { operation } from '../../procedure.ts';
import { markAllRead, markRead } from './commands.ts';
import { countUnread, listInbox } from './queries.ts';
import { Inbox, InboxPage, ReadAll, ReadMark, Unread } from './schema.ts';

const tag = 'Notifications';

export const inboxOperations = {
  list: operation(
    'GET /notifications',
    { permission: 'signed-in', tag, summary: 'List what you were told, newest first', input: InboxPage, output: Inbox },
    ({ actor, input }) => listInbox(actor, input),
  ),
  unread: operation(
    'GET /notifications/unread',
    {
      permission: 'signed-in',
      tag,
      summary: 'Count what you have not read, to 100',
      input: z.strictObject({}),
      output: Unread,
    },
    async ({ actor }) => ({ unread: await countUnread(actor) }),
  ),
  mark: operation(
    'PATCH /notifications/{id}',
    { permission: 'session', tag, summary: 'Mark a notification of yours as read or unread', input: ReadMark, output: Unread },
    async ({ actor, input }) => {
      await markRead(actor, input.id, input.read);
      return { unread: await countUnread(actor) };
    },
  ),
  markAll: operation(
    'POST /notifications/read',
    { permission: 'session', tag, summary: 'Mark as read all that came until a time', input: ReadAll, output: Unread },
    async ({ actor, input }) => {
      await markAllRead(actor, input.until);
      return { unread: await countUnread(actor) };
    },
  ),
};
