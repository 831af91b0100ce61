import { Callout } from '#components/ui/callout.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { HandedLink as Handed } from '#lib/access/links/schema.ts';

/** A link, shown this once, to hand to whom it is for; or that it went by mail. */
export function HandedLink({ handed, name }: { handed: Handed; name: string }) {
  if (!handed.link) return <Callout>The link is on its way to {name} by email. It works once and expires after 24 hours.</Callout>;
  return (
    <div className="flex flex-col gap-2">
      <p>
        Give this link to {name} only. It works once, expires after 24 hours and is not shown again; you can create a new one at any time.
      </p>
      <LinkText link={handed.link} what={`the link for ${name}`} />
    </div>
  );
}

export function LinkText({ link, what }: { link: string; what: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1 rounded-md bg-sunken py-0.5 pr-0.5 pl-2.5">
      <code className="min-w-0 flex-1 truncate text-xs" title={link}>
        {link}
      </code>
      <CopyButton text={link} what={what} />
    </span>
  );
}
