import type { Metadata } from 'next';
import { Entrance } from '#components/access/entrance.tsx';
import { SecondStepForm } from '#components/access/second-step-form.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { safePath } from '#lib/access/next-path.ts';
import { findSecondStep } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Second step' };

export default async function SecondStepPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { next } = await searchParams;
  const path = safePath(typeof next === 'string' ? next : null);
  const holder = await findSecondStep();
  if (!holder)
    return (
      <Entrance title="Start again" lead="The second step has expired or was already completed.">
        <LinkButton href={`/sign-in?next=${encodeURIComponent(path)}`} variant="primary" className="h-10! w-full">
          Go to sign-in
        </LinkButton>
      </Entrance>
    );
  return (
    <Entrance title="One more step" lead={`Show that it is you, ${holder.name}.`}>
      <SecondStepForm ways={holder.ways} next={path} />
    </Entrance>
  );
}
