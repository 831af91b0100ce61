'use client';

import { useEffect } from 'react';
import { onSignedOut } from './signed-out.ts';

/**
 * Leaves the page once its person has signed out in another tab: what it shows is not for whoever sits here next, and what it would still send
 * would go out in the name of whoever signs in next. Stands once in the layout.
 */
export function SignedOutElsewhere() {
  useEffect(() => onSignedOut(() => window.location.replace('/sign-in')), []);
  return null;
}
