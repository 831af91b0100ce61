import type { ReactNode } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { scannerPattern } from '#lib/access/tokens/rules.ts';

/** How a token is sent, how often, and how scanners know one. */
export function UsingTokens({ origin, perMinute }: { origin: string; perMinute: number }) {
  const example = `curl -H "Authorization: Bearer $GATEHOUSE_TOKEN" \\\n  ${origin}/api/v1/assets`;
  return (
    <div className="grid gap-x-8 gap-y-5 text-sm lg:grid-cols-[1.4fr_1fr_1fr]">
      <Part title="Calling the API">
        <p className="text-muted">Send it with every request. Tokens work for the API only, not for these pages.</p>
        <Code text={example} what="command" />
      </Part>
      <Part title="Limits">
        <p className="text-muted">
          {perMinute.toLocaleString('en-GB')} requests in a minute for each token. Every answer says what is left in{' '}
          <code className="text-xs">RateLimit</code>; over it, the answer is 429 and <code className="text-xs">Retry-After</code> tells the
          seconds to wait.
        </p>
      </Part>
      <Part title="Secret scanners">
        <p className="text-muted">Add this regular expression to your secret scanner to find leaked tokens first.</p>
        <Code text={scannerPattern} what="expression" />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium">{title}</h3>
      {children}
    </section>
  );
}

function Code({ text, what }: { text: string; what: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md bg-sunken py-1 pr-1 pl-2.5">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap break-words py-1 text-xs">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
