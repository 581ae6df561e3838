/** Figures made ready for drawing. */

import type { BatchLine } from "../api/types";
import type { Column } from "./columns";

const DAYS = 7;

/** The last seven days that anything happened on, the oldest first. */
export function byDay(batches: BatchLine[], of: (batch: BatchLine) => number): Column[] {
  const days = new Map<string, number>();
  for (const batch of [...batches].sort((one, other) => one.createdAt.localeCompare(other.createdAt))) {
    const day = new Date(batch.createdAt).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    days.set(day, (days.get(day) ?? 0) + of(batch));
  }
  return [...days].slice(-DAYS).map(([name, value]) => ({ name, value }));
}

const BINS = [
  [0, 59],
  [60, 69],
  [70, 79],
  [80, 89],
  [90, 99],
  [100, 100],
] as const;

export function byScore(scores: number[]): Column[] {
  return BINS.map(([low, high]) => ({
    name: low === high ? String(low) : `${low}–${high}`,
    value: scores.filter((score) => score >= low && score <= high).length,
  }));
}
