'use client';

import { useEffect } from 'react';

/** Says on the document that its buttons answer: until then it is a picture of a page, and the pointer shows that it is busy. */
export function Ready() {
  useEffect(() => {
    document.documentElement.dataset.page = 'ready';
  }, []);
  return null;
}
