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

/** Whether nothing has happened for so long that the batch counts as stalled; `readAt` is when that was told. */
export function isStalled(stallsIn: number | null, readAt: number, now: number): boolean {
  return stallsIn !== null && now - readAt >= stallsIn;
}

/** The batch after an event: what the event does not mention stays as it was. */
export function withProgress(batch: BatchDetail, event: ProgressEvent): BatchDetail {
  const { recipes: changed, ...progress } = event;
  const units = new Map(batch.recipes.map((unit) => [unit.position, unit]));
  for (const unit of changed) units.set(unit.position, unit);
  const recipes = [...units.values()].sort((one, other) => one.position - other.position);
  return { ...batch, progress, recipes };
}
