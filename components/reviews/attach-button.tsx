'use client';

import { Paperclip } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import { Button } from '#components/ui/button.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { showToast } from '#components/ui/toast.ts';
import { acceptedEndings, whyNotNamed } from '#lib/reviews/files/rules.ts';
import { sendFile } from './send-file.ts';

export interface AttachButtonProps {
  reviewId: string;
  /** The item of the checklist that the file shows. */
  item?: string;
  label: string;
}

/** Attaches files, one after another, and says of each that is not taken why. */
export function AttachButton({ reviewId, item, label }: AttachButtonProps) {
  const router = useRouter();
  const chooser = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);

  async function attach(files: readonly File[]) {
    const failures: string[] = [];
    let sent = 0;
    for (const file of files) {
      const why = whyNotNamed(file.name, file.size);
      if (why) {
        failures.push(`${file.name}: ${why}`);
        continue;
      }
      setProgress(0);
      try {
        await sendFile({ id: reviewId, item, file }, setProgress, new AbortController().signal);
        sent += 1;
      } catch (thrown) {
        failures.push(`${file.name}: ${readFormError(thrown).message}`);
      }
    }
    setProgress(null);
    setRefused(failures);
    if (sent === 0) return;
    showToast(sent === 1 ? 'File attached.' : `${sent} files attached.`, { tone: 'good' });
    router.refresh();
  }

  return (
    <div className="flex flex-col items-start gap-1.5">
      <Button
        size="sm"
        variant={item ? 'quiet' : 'secondary'}
        busy={progress !== null}
        icon={<Paperclip aria-hidden="true" />}
        onClick={() => chooser.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={chooser}
        type="file"
        multiple
        accept={acceptedEndings.join(',')}
        className="hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void attach(files);
        }}
      />
      {progress !== null && <ProgressBar label="Sending" value={progress} />}
      {refused.length > 0 && (
        <ul role="alert" className="flex flex-col gap-0.5 text-critical-ink text-xs">
          {refused.map((text) => (
            <li key={text} className="[overflow-wrap:anywhere]">
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
