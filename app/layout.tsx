import './globals.css';
import geist from '@fontsource-variable/geist/files/geist-latin-wght-normal.woff2';
import geistMono from '@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { ContentSecurity } from '#components/layout/content-security.tsx';
import { parseTheme, themeCookie } from '#components/layout/theme.ts';

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
  for (const font of [geist, geistMono]) preload(font, { as: 'font', type: 'font/woff2', crossOrigin: '' });
  return (
    <html lang="en-GB" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <ContentSecurity nonce={nonce}>{children}</ContentSecurity>
      </body>
    </html>
  );
}
