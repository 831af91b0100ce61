import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NoticeSettings } from '#components/notices/notice-settings.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { mailState } from '#lib/access/notices/mails/failing.ts';
import { noticeGroupNames } from '#lib/access/notices/rules.ts';
import { canEverywhere, canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { accountOperations } from '#lib/access/users/procedures.ts';
import { mailIsSet } from '#lib/platform/mail.ts';

export const metadata: Metadata = { title: 'Notifications' };

export default async function NotificationSettingsPage() {
  const actor = await requireActor();
  const account = await call(accountOperations.get, {}, { context: await pageContext() });
  const mailed = mailIsSet();
  const manages = canEverywhere(actor, 'settings.manage');
  const failing = mailed && manages ? await mailState() : null;
  const houseToo = manages || canSomewhere(actor, 'webhook.manage');
  return (
    <>
      <p className="mb-5 max-w-[72ch] text-muted text-sm">
        Everything you are told of stands in your inbox, for as long as you may see what it is about. Here you choose what comes by mail as
        well. Invitation and password links are always sent.
      </p>
      {!mailed && (
        <div className="mb-5 max-w-3xl">
          <Callout tone="warning">Email is not set up, so nothing is sent yet. Your choices apply once it is.</Callout>
        </div>
      )}
      {failing && failing.since !== null && (
        <div className="mb-5 max-w-3xl">
          <Callout tone="danger" title="Mail does not go out">
            {failing.waiting === 1 ? '1 mail waits' : `${failing.waiting} mails wait`}, the oldest since{' '}
            <RelativeTime value={failing.since} />. The mail server said: {failing.error}
          </Callout>
        </div>
      )}
      <NoticeSettings
        choices={account.notifications}
        timeZone={account.timeZone}
        groups={noticeGroupNames.filter((group) => group !== 'house' || houseToo)}
      />
    </>
  );
}
