'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { dismissToast, type ToastMessage } from './toast.ts';

function ToastCard({ message }: { message: ToastMessage }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || message.duration === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(() => dismissToast(message.id), message.duration);
    return () => clearTimeout(timer);
  }, [held, message]);
  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex w-full animate-float-in items-start gap-2.5 rounded-md bg-raised py-2 pr-2 pl-3 text-sm shadow-float"
    >
      {message.tone === 'good' && <CircleCheck className="mt-1 size-4 shrink-0 text-low-ink" aria-hidden="true" />}
      {message.tone === 'danger' && <CircleAlert className="mt-1 size-4 shrink-0 text-critical-ink" aria-hidden="true" />}
      <div className="min-w-0 flex-1 py-1 leading-4.5">
        {message.text}
        {message.detail && <p className="text-muted text-xs">{message.detail}</p>}
      </div>
      {message.action && (
        <button
          type="button"
          className="focus-ring h-7 rounded-md px-2 font-medium text-accent-ink hover:bg-hover"
          onClick={() => {
            dismissToast(message.id);
            void message.action?.run();
          }}
        >
          {message.action.label}
        </button>
      )}
      <IconButton label="Dismiss" onClick={() => dismissToast(message.id)}>
        <X aria-hidden="true" />
      </IconButton>
    </li>
  );
}

/** The messages themselves, loaded with the first of them. They wait while the pointer or focus is on them. */
export function ToastList({ messages }: { messages: readonly ToastMessage[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {messages.map((message) => (
        <ToastCard key={message.id} message={message} />
      ))}
    </ol>
  );
}

export default ToastList;
