/** Notices: what people are told of, in their inbox, live and by mail, each by their own choice. */
import { z } from 'zod';
import { mailModeNames, type NoticeEvent, type NoticeGroup, noticeEvents, noticeGroupNames } from './rules.ts';

const switches = Object.fromEntries(noticeEvents.map((event) => [event, z.boolean().optional()])) as Record<
  NoticeEvent,
  z.ZodOptional<z.ZodBoolean>
>;

const MailMode = z.enum(mailModeNames, 'Choose at once, in the digest, or not by mail.');
const groups = Object.fromEntries(noticeGroupNames.map((group) => [group, MailMode.optional()])) as Record<
  NoticeGroup,
  z.ZodOptional<typeof MailMode>
>;

export const DigestChoice = z.strictObject({
  every: z.enum(['day', 'week']),
  hour: z.int().min(0).max(23),
  weekday: z.int().min(1).max(7),
});

/** Whether each event goes by mail, and how its group does; what is left out goes at once. */
export const NoticeChoices = z.strictObject({ ...switches, groups: z.strictObject(groups).optional(), digest: DigestChoice.optional() });
