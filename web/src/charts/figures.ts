/** Figures made ready for drawing. */

import type { Figure } from "./bars";

const DAYS = 7;

/** Summed by day, which begins an ISO date: the last seven that anything happened on, the oldest first. */
export function byDay(figures: (readonly [date: string, value: number])[]): Figure[] {
  const days = new Map<string, number>();
  for (const [date, value] of figures) {
    const day = date.slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + value);
  }
  const shown = [...days].sort(([one], [other]) => one.localeCompare(other)).slice(-DAYS);
  return shown.map(([day, value]) => ({ name: nameOf(day), value }));
}

const nameOf = (day: string) =>
  new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

const BINS = [
  [0, 59],
  [60, 69],
  [70, 79],
  [80, 89],
  [90, 99],
  [100, 100],
] as const;

export function byScore(scores: number[]): Figure[] {
  return BINS.map(([low, high]) => ({
    name: low === high ? String(low) : `${low}–${high}`,
    value: scores.filter((score) => score >= low && score <= high).length,
  }));
}
