/** What a batch will take, before it is started: time as a range, and money. */

import { useCosts } from "../api/queries";
import { dollars, timeRange } from "../words";
import { estimateOf, overnight, pricesOf } from "./estimate-of";
import type { FormValues } from "./schema";

export function EstimateCard({ values }: { values: FormValues }) {
  const prices = pricesOf(useCosts().data);
  const count = Number(values.count);
  const known = Number.isInteger(count) && count >= 1 && count <= 100;
  const byDay = known ? estimateOf(count, values.enableImageGeneration, prices) : null;
  const estimate = byDay && values.overnight ? overnight(byDay) : byDay;
  const total = estimate ? estimate.textUsd + estimate.imagesUsd : 0;
  const cap = Number(values.budgetUsd);
  return (
    <section aria-labelledby="estimate" className="rounded-card border border-line bg-raised p-4 sm:p-6">
      <h2 id="estimate" className="text-lead">
        What it will take
      </h2>
      <p className="serif mt-3 text-display tabular-nums">{estimate ? dollars(total) : "–"}</p>
      <p className="text-soft">{estimate ? timeRange(estimate.low, estimate.high) : "Say how many recipes."}</p>
      {estimate && (
        <dl className="mt-4 space-y-1 border-t border-line pt-4 text-caption">
          <Part name="Writing and checking" value={dollars(estimate.textUsd)} />
          <Part name="Photographs" value={values.enableImageGeneration ? dollars(estimate.imagesUsd) : "none"} />
          <Part name="Per recipe" value={dollars(total / count)} />
          {byDay && values.overnight && (
            <Part name="Saved by waiting" value={dollars(byDay.textUsd + byDay.imagesUsd - total)} />
          )}
        </dl>
      )}
      {estimate && cap > 0 && cap < total && (
        <p role="status" className="mt-3 text-caption font-medium text-warn">
          The cap is below the estimate: about {Math.floor((cap / total) * count)} of {count} recipes will be finished.
        </p>
      )}
    </section>
  );
}

function Part({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-soft">{name}</dt>
      <dd className="font-medium tabular-nums">{value}</dd>
    </div>
  );
}
