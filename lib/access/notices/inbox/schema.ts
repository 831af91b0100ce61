/** The inbox: what one was told, newest first, read and unread. What one may not see any more is in none of it, nor counted. */
import { z } from 'zod';
import { noticeEvents, noticeGroupNames } from '../rules.ts';

export const Notification = z.object({
  id: z.uuid(),
  event: z.enum(noticeEvents),
  group: z.enum(noticeGroupNames),
  /** One line; `body` says more, or is empty. */
  title: z.string(),
  body: z.string(),
  /** The page that it leads to, within the house. */
  href: z.string(),
  teamName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type Notification = z.output<typeof Notification>;

export const InboxPage = z.strictObject({
  which: z.enum(['all', 'unread']).default('all'),
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type InboxPage = z.output<typeof InboxPage>;

/** `unread` counts to 100 and stops there. */
export const Inbox = z.object({ notifications: z.array(Notification), next: z.string().nullable(), unread: z.int() });
export const Unread = z.object({ unread: z.int() });
export const ReadMark = z.strictObject({ id: z.uuid(), read: z.boolean() });
/** All that stood there at this time: what came later is left unread. */
export const ReadAll = z.strictObject({ until: z.iso.datetime() });
