/** Keys to press, one after the other: "g a" is two caps. No key twice in one sequence. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="grid h-4.5 min-w-4.5 place-items-center rounded-sm bg-sunken px-1 font-sans text-[0.6875rem] text-muted leading-none ring-1 ring-line ring-inset"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
