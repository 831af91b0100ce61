'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

/** The codes, this once: to copy, to save or to write down. Closes when the person says that they have them. */
export function RecoveryCodes({ codes, onEnd }: { codes: readonly string[]; onEnd: () => void }) {
  const [kept, setKept] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && kept) onEnd();
      }}
      title="Your recovery codes"
      description="Each lets you sign in once if you lose your other factors. They are not shown again."
      width="sm"
      footer={
        <Button variant="primary" disabled={!kept} onClick={onEnd}>
          Done
        </Button>
      }
    >
      <ol
        className="grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-md bg-sunken px-4 py-3 font-mono text-sm ring-1 ring-line ring-inset sm:grid-cols-2"
        aria-label="Recovery codes"
      >
        {codes.map((code) => (
          <li key={code} className="select-all whitespace-nowrap">
            {code}
          </li>
        ))}
      </ol>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <CopyButton text={codes.join('\n')} what="the codes" />
        <Button size="sm" icon={<Download aria-hidden="true" />} onClick={() => save(codes)}>
          Save as a file
        </Button>
      </div>
      <div className="mt-4">
        <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)} label="I have saved them in a safe place" />
      </div>
    </Dialog>
  );
}

function save(codes: readonly string[]) {
  const url = URL.createObjectURL(
    new Blob([`Recovery codes for Gatehouse (${window.location.host})\n\n${codes.join('\n')}\n`], { type: 'text/plain' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = 'gatehouse-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(url);
}
