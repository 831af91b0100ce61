/** Notices: what people are told of by mail, each by their own choice. */
import { z } from 'zod';
import { type NoticeEvent, noticeEvents } from './rules.ts';

const switches = Object.fromEntries(noticeEvents.map((event) => [event, z.boolean().optional()])) as Record<
  NoticeEvent,
  z.ZodOptional<z.ZodBoolean>
>;

/** Whether to be told of each; what is left out stays on. */
export const NoticeChoices = z.strictObject(switches);
