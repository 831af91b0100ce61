'use client';

import { useState } from 'react';
import { parseTheme, setTheme, type Theme } from '#components/layout/theme.ts';
import { RadioGroup } from '#components/ui/radio-group.tsx';

/** Light, dark or as the system, for this browser; it takes effect at once. */
export function ThemeChoice({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  return (
    <RadioGroup
      name="theme"
      legend="Theme"
      legendHidden
      value={chosen}
      onChange={(value) => {
        const next = parseTheme(value);
        setChosen(next);
        setTheme(next);
      }}
      options={[
        { value: 'system', label: 'System', hint: 'Follows this device.' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ]}
    />
  );
}
