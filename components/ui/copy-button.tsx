'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { showToast } from './toast.ts';

/** Copies a text. `what` names it: "Copy digest". */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      showToast('The browser did not allow copying.', { tone: 'danger', detail: 'Select the text and copy it by hand.' });
    }
  }
  return (
    <IconButton label={copied ? 'Copied' : `Copy ${what}`} onClick={copy} className={className}>
      {copied ? <Check className="text-low-ink" aria-hidden="true" /> : <Copy aria-hidden="true" />}
    </IconButton>
  );
}
