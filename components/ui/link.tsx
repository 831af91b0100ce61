import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** Within a link: whether its page is on its way. */
export { useLinkStatus } from 'next/link';

/**
 * A way to another page. Nothing of it is asked for before it is followed: every page is made for its viewer at that moment, so that all one could have
 * ahead is a request for nothing, for each link in sight.
 */
export const Link = (props: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) => <NextLink prefetch={false} {...props} />;
