'use client';

import { createContext, useContext } from 'react';

/** What is said beside a mark while it is pointed at or focused; x and y in CSS pixels from the drawing's corner. */
export interface Told {
  x: number;
  y: number;
  title: string;
  lines: readonly { label: string; value: string; look?: import('./chart-data.ts').Look }[];
}

export interface ChartPlace {
  /** Begins each id in the drawing. */
  id: string;
  /** The one mark that Tab reaches; arrows reach the others. */
  current: string | null;
  tell: (told: Told | null) => void;
  reach: (mark: string) => void;
}

const Place = createContext<ChartPlace>({ id: 'chart', current: null, tell: () => undefined, reach: () => undefined });

export const ChartPlaceProvider = Place;
export const useChartPlace = (): ChartPlace => useContext(Place);
