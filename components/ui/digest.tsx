import { CopyButton } from './copy-button.tsx';

/** A digest cut to its first twelve characters, whole on hover, with a button that copies all of it. */
export function Digest({ value, what = 'digest' }: { value: string; what?: string }) {
  const cut = value.startsWith('sha256:') ? value.slice(7) : value;
  return (
    <span className="inline-flex items-center gap-0.5">
      <code className="text-sm" title={value}>
        {cut.length > 14 ? `${cut.slice(0, 12)}…` : cut}
      </code>
      <CopyButton text={value} what={what} />
    </span>
  );
}
