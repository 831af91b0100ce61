'use client';

import { BellRing, CheckCheck, Mail, MailOpen } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import type { Notification } from '#lib/access/notices/inbox/schema.ts';
import { type Output, request } from '#lib/client.ts';
import { dayOf } from '#lib/platform/day-rules.ts';
import { byDay, dayWords } from './days.ts';
import { InboxRow } from './inbox-row.tsx';
import { onNotification, setUnread } from './live.ts';

export interface InboxListProps {
  first: Output<'GET /notifications'>;
  which: 'all' | 'unread';
}

const failed = (error: unknown) =>
  showToast('That could not be done.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });

/** The inbox: by day, with what comes while one looks, and everything by keyboard. */
export function InboxList({ first, which }: InboxListProps) {
  const router = useRouter();
  const { timeZone, locale } = useViewing();
  const [notifications, setNotifications] = useState<readonly Notification[]>(first.notifications);
  const [next, setNext] = useState(first.next);
  const [busy, setBusy] = useState(false);
  const [current, setCurrent] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => setUnread(first.unread), [first.unread]);
  useEffect(() => onNotification((one) => setNotifications((some) => [one, ...some.filter(({ id }) => id !== one.id)])), []);

  const at = notifications.findIndex(({ id }) => id === current);
  const go = (step: 1 | -1) => {
    const to = notifications[Math.min(Math.max(at + step, 0), notifications.length - 1)];
    if (!to) return;
    setCurrent(to.id);
    list.current?.querySelector<HTMLElement>(`[data-id="${to.id}"] a`)?.focus();
  };
  const put = (id: string, readAt: string | null) =>
    setNotifications((some) => some.map((each) => (each.id === id ? { ...each, readAt } : each)));
  async function mark(one: Notification, read: boolean) {
    put(one.id, read ? new Date().toISOString() : null);
    try {
      setUnread((await request('PATCH /notifications/{id}', { id: one.id, read })).unread);
    } catch (error) {
      put(one.id, one.readAt);
      failed(error);
    }
  }
  async function markAll() {
    const [newest] = notifications;
    if (!newest) return;
    setBusy(true);
    try {
      const { unread } = await request('POST /notifications/read', { until: newest.createdAt });
      setUnread(unread);
      const at = new Date().toISOString();
      setNotifications((some) => some.map((each) => ({ ...each, readAt: each.readAt ?? at })));
      router.refresh();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  async function loadMore() {
    if (!next) return;
    setBusy(true);
    try {
      const page = await request('GET /notifications', { which, after: next });
      setNotifications((some) => [...some, ...page.notifications.filter(({ id }) => !some.some((each) => each.id === id))]);
      setNext(page.next);
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  const chosen = notifications[at];
  useShortcuts([
    { keys: 'j', label: 'Next', group: 'Inbox', run: () => go(1) },
    { keys: 'k', label: 'Previous', group: 'Inbox', run: () => go(-1) },
    { keys: 'e', label: 'Mark as read or unread', group: 'Inbox', run: () => chosen && mark(chosen, chosen.readAt === null) },
    { keys: 'Enter', label: 'Open', group: 'Inbox', run: () => chosen && open(chosen) },
  ]);
  function open(one: Notification) {
    if (one.readAt === null) void mark(one, true);
    router.push(one.href);
  }

  const unreadHere = notifications.some(({ readAt }) => readAt === null);
  const today = dayOf(new Date().toISOString(), timeZone);
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2 border-b px-4 md:px-6">
        <Tabs
          label="Which notifications"
          className="border-b-0"
          tabs={[
            { href: '/inbox', label: 'All', current: which === 'all' },
            { href: '/inbox?which=unread', label: 'Unread', current: which === 'unread' },
          ]}
        />
        {unreadHere && (
          <Button size="sm" variant="quiet" className="mb-1" busy={busy} onClick={markAll} icon={<CheckCheck aria-hidden="true" />}>
            Mark all as read
          </Button>
        )}
      </div>
      {notifications.length === 0 ? (
        <Nothing which={which} />
      ) : (
        <div ref={list} className="max-w-4xl px-2 pb-12 md:px-4">
          {byDay(notifications, timeZone).map(({ day, notifications: within }) => (
            <section key={day} aria-label={dayWords(day, today, locale)}>
              <h2
                className="sticky top-0 z-10 bg-surface px-2 pt-5 pb-1.5 font-medium text-muted text-xs max-md:top-12"
                suppressHydrationWarning
              >
                {dayWords(day, today, locale)}
              </h2>
              <ul>
                {within.map((each) => (
                  <InboxRow
                    key={each.id}
                    notification={each}
                    current={each.id === current}
                    onFocus={() => setCurrent(each.id)}
                    onOpen={() => each.readAt === null && void mark(each, true)}
                  >
                    <Button
                      size="sm"
                      variant="quiet"
                      className="aspect-square !px-0"
                      aria-label={each.readAt === null ? `Mark as read: ${each.title}` : `Mark as unread: ${each.title}`}
                      data-tooltip={each.readAt === null ? 'Mark as read' : 'Mark as unread'}
                      data-tooltip-keys="e"
                      onClick={() => mark(each, each.readAt === null)}
                    >
                      {each.readAt === null ? <MailOpen aria-hidden="true" /> : <Mail aria-hidden="true" />}
                    </Button>
                  </InboxRow>
                ))}
              </ul>
            </section>
          ))}
          {next && (
            <Button className="mt-5 ml-2" busy={busy} onClick={loadMore}>
              Load more
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function Nothing({ which }: { which: 'all' | 'unread' }) {
  return which === 'unread' ? (
    <EmptyState icon={<CheckCheck />} title="Nothing unread">
      Whatever comes next appears here by itself.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<BellRing />}
      title="Nothing yet"
      actions={
        <LinkButton href="/settings/notifications" size="sm">
          Choose what comes by mail
        </LinkButton>
      }
    >
      Reviews that wait for you, decisions on what you asked for, and what is about to end appear here, as they happen.
    </EmptyState>
  );
}
