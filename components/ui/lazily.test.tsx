import { Suspense } from 'react';
import { prerender } from 'react-dom/static';
import { expect, test } from 'vitest';
import { lazily, Nothing } from './lazily.tsx';

const Part = ({ name }: { name: string }) => <p>{name}</p>;
const failing = () => Promise.reject<{ default: typeof Part }>(new Error('ChunkLoadError'));

async function drawn(Lazy: ReturnType<typeof lazily<{ name: string }>>): Promise<string> {
  const { prelude } = await prerender(
    <Suspense>
      <Lazy name="Here" />
    </Suspense>,
    {
      onError: (error) => {
        throw error;
      },
    },
  );
  return new Response(prelude).text();
}

test('a part that comes is shown', async () => {
  expect(await drawn(lazily(async () => ({ default: Part })))).toContain('<p>Here</p>');
});

test('a part whose code does not come leaves the page standing, and is told', async () => {
  expect(await drawn(lazily(failing))).toContain('could not be loaded');
  expect(await drawn(lazily(failing, Nothing))).not.toContain('<p>');
});
