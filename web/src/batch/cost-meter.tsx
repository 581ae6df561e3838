/** What a batch has cost, may still cost, and comes to: settled for certain, in flight at most, projected at the usual prices. */

import { useCosts } from "../api/queries";
import type { BatchDetail } from "../api/types";
import { LIST_PRICES } from "../form/estimate-of";
import { dollars } from "../words";

export function CostMeter({ batch }: { batch: BatchDetail }) {
  const { costUsd, costInFlightUsd, recipesCompleted } = batch.progress;
  const paid = useCosts(batch.ended).data?.batches.find(({ batchId }) => batchId === batch.batchId);
  const budget = batch.request.budgetUsd;
  const projected = batch.ended ? null : projectedCost(batch);
  const scale = Math.max(budget ?? 0, projected ?? 0, costUsd + costInFlightUsd) || 1;
  return (
    <section aria-labelledby="cost" className="rounded-card border border-line bg-raised p-4 sm:p-6">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="cost" className="text-lead">
          Cost
        </h2>
        <p className="serif text-title tabular-nums">{dollars(costUsd)}</p>
      </div>
      <div
        aria-hidden="true"
        className="mt-3 flex h-2 overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
      >
        <span className="bg-accent transition-[width] duration-500" style={{ width: percent(costUsd / scale) }} />
        <span
          className="bg-accent/40 transition-[width] duration-500"
          style={{ width: percent(costInFlightUsd / scale) }}
        />
      </div>
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-2 text-caption sm:grid-cols-4 lg:grid-cols-2">
        <Line name="Settled" value={dollars(costUsd)} />
        {!batch.ended && <Line name="In flight, at most" value={dollars(costInFlightUsd)} />}
        {projected !== null && <Line name="Projected" value={`about ${dollars(projected)}`} />}
        {budget !== null && <Line name="Cap" value={dollars(budget)} />}
        {recipesCompleted > 0 && <Line name="Per recipe" value={dollars(costUsd / recipesCompleted)} />}
        {paid?.perRecipeUsd != null && <Line name="Per text" value={dollars(paid.perRecipeUsd)} />}
        {paid?.perImageUsd != null && <Line name="Per picture" value={dollars(paid.perImageUsd)} />}
      </dl>
    </section>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-soft">{name}</dt>
      <dd className="font-medium tabular-nums">{value}</dd>
    </div>
  );
}

const percent = (share: number) => `${Math.min(100, share * 100).toFixed(1)}%`;

/** What is paid, and at the usual prices what is still to come; a cap holds whatever the prices say. */
export function projectedCost({ progress, request }: BatchDetail): number {
  const lost = progress.failed + progress.cancelled;
  const texts = progress.totalRecipes - lost - progress.recipesCompleted;
  const shot = progress.imagesGenerated + progress.placeholderCount;
  const pictures = request.enableImageGeneration ? progress.totalRecipes - lost - shot : 0;
  const projected =
    progress.costUsd + Math.max(progress.costInFlightUsd, texts * LIST_PRICES.text + pictures * LIST_PRICES.image);
  return request.budgetUsd === null ? projected : Math.min(projected, request.budgetUsd);
}
