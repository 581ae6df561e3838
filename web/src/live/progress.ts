/** How far a batch has come, how long it may still take, and whether it has stalled: pure functions. */

import type { BatchDetail, ProgressEvent, Stage, UnitView } from "../api/types";

/** How much of a recipe's way each stage has behind it, by what the steps take in time. */
const WAY: Record<Stage, number> = {
  planned: 0.02,
  writing: 0.1,
  written: 0.4,
  checked: 0.5,
  saved: 0.6,
  imaging: 0.7,
  done: 1,
  placeholder: 1,
  failed: 1,
  cancelled: 1,
};

export const wayOf = (stage: Stage) => WAY[stage];
export const isSaved = (unit: UnitView) => unit.recipeId !== null && unit.stage !== "failed";
export const isEnd = (stage: Stage) => WAY[stage] === 1;

/** 0 to 1; it falls only where somebody asks for a recipe again. */
export function shareDone(units: UnitView[], total: number, illustrated: boolean): number {
  const way = illustrated ? WAY : { ...WAY, saved: 1 };
  const sum = units.reduce((done, unit) => done + way[unit.stage], 0);
  return total ? Math.min(1, sum / total) : 0;
}

/** The range around an estimate: the less is done, the less the pace so far says about the rest. */
export function timeLeft(estimate: number | null, share: number): { low: number; high: number } | null {
  if (estimate === null) return null;
  const doubt = 0.35 + 0.45 * (1 - share);
  return { low: estimate * (1 - doubt), high: estimate * (1 + 2 * doubt) + 2000 };
}

export const STALLED_AFTER = 3; // median steps
const PATIENCE = 20_000; // milliseconds in which nothing counts as stalled

/** Whether nothing has happened for three times as long as a step usually takes. `steps` are times of changes. */
export function isStalled(steps: number[], now: number): boolean {
  const last = steps.at(-1);
  if (last === undefined) return false;
  const gaps = steps.slice(1).map((at, index) => at - steps[index]!);
  const median = gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
  return now - last > Math.max(PATIENCE, STALLED_AFTER * median);
}

/** The batch after an event: what the event does not mention stays as it was. */
export function withProgress(batch: BatchDetail, event: ProgressEvent): BatchDetail {
  const { recipes: changed, ...progress } = event;
  const units = new Map(batch.recipes.map((unit) => [unit.position, unit]));
  for (const unit of changed) units.set(unit.position, unit);
  const recipes = [...units.values()].sort((one, other) => one.position - other.position);
  return { ...batch, progress, recipes };
}
