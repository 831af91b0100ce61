import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { ContentSecurity } from '#components/layout/content-security.tsx';
import { Ready } from '#components/layout/ready.tsx';
import { parseTheme, themeCookie } from '#components/layout/theme.ts';

/** The letters that nearly every page needs, asked for beside its styles instead of after them. */
const fonts = [
  new URL('@fontsource-variable/geist/files/geist-latin-wght-normal.woff2', import.meta.url),
  new URL('@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2', import.meta.url),
];

export const metadata: Metadata = {
  title: { default: 'Gatehouse', template: '%s · Gatehouse' },
  description: 'Security governance for machine learning',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafb' },
    { media: '(prefers-color-scheme: dark)', color: '#101214' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  for (const { pathname } of fonts) preload(pathname, { as: 'font', type: 'font/woff2', crossOrigin: '' });
  return (
    <html lang="en-GB" data-page="loading" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <ContentSecurity nonce={nonce}>{children}</ContentSecurity>
        <Ready />
      </body>
    </html>
  );
}
