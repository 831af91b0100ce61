import { Callout } from '#components/ui/callout.tsx';
import type { VoteOutcome } from '#lib/reviews/deciding/schema.ts';

/** What became of the controls that the answers verify, once the review is approved. */
export function ControlOutcome({ controls }: { controls: VoteOutcome['controls'] }) {
  if (controls.length === 0) return null;
  const verified = controls.filter((each) => each.verified);
  const left = controls.filter((each) => !each.verified);
  return (
    <div className="mb-7">
      <Callout
        title={
          verified.length === 0
            ? 'No control was verified by it'
            : verified.length === 1
              ? '1 control was verified by it'
              : `${verified.length} controls were verified by it`
        }
      >
        <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-4">
          {verified.map(({ control, name }) => (
            <li key={control}>{name}</li>
          ))}
          {left.map(({ control, name, why }) => (
            <li key={control} className="text-muted">
              {name}: not verified. {why}
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  );
}
