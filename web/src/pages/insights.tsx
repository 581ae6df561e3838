/** How the kitchen has done: agents, batches, cost and quality, drawn. */

import { lazy, Suspense } from "react";
import { useBatches, useCosts, useMetrics } from "../api/queries";
import type { BatchLine, Costs } from "../api/types";
import { Totals } from "../charts/totals";
import { InsightsTabs } from "../shell/insights-tabs";
import { Page } from "../shell/page";
import { ButtonLink } from "../ui/button";
import { Failure, Loading, Notice } from "../ui/notice";
import { dollars, moment } from "../words";

const Charts = lazy(() => import("../charts/charts"));

export default function Insights() {
  const read = { metrics: useMetrics(), costs: useCosts(), batches: useBatches() };
  const { metrics, costs, batches } = {
    metrics: read.metrics.data,
    costs: read.costs.data,
    batches: read.batches.data,
  };
  const lost = Object.values(read).find(({ data, error }) => error && !data);
  const complete = metrics && costs && batches;
  return (
    <Page
      title="Insights"
      below="Agents over the last 24 hours, recipes and cost over 30 days."
      actions={<InsightsTabs />}
    >
      {lost?.error && (
        <Failure title="The figures cannot be read" error={lost.error} onRetry={() => void lost.refetch()} />
      )}
      {!lost && !complete && <Loading what="the figures" />}
      {complete && batches.length === 0 && (
        <Notice
          icon="insights"
          title="Nothing to measure yet"
          action={
            <ButtonLink href="/new" look="primary">
              Start a batch
            </ButtonLink>
          }
        >
          The first batch brings the first figures.
        </Notice>
      )}
      {complete && batches.length > 0 && (
        <>
          <KitchenTotals batches={batches} costs={costs} />
          <Suspense fallback={<Loading what="the charts" />}>
            <Charts metrics={metrics} costs={costs} batches={batches} />
          </Suspense>
        </>
      )}
    </Page>
  );
}

function KitchenTotals({ batches, costs }: { batches: BatchLine[]; costs: Costs }) {
  const ended = batches.filter((batch) => batch.ended).map(({ progress }) => progress);
  const asked = sum(ended, ({ totalRecipes }) => totalRecipes);
  const finished = sum(ended, ({ recipesCompleted }) => recipesCompleted);
  const saved = sum(costs.batches, ({ recipes }) => recipes);
  const figures = [
    { name: "Recipes saved", value: saved.toLocaleString("en-GB") },
    { name: "Success rate", value: asked ? `${((100 * finished) / asked).toFixed(1)} %` : "–" },
    { name: "Spent", value: dollars(costs.settledUsd) },
    { name: "Per recipe", value: saved ? dollars(costs.settledUsd / saved) : "–" },
  ];
  return (
    <>
      <Totals figures={figures} />
      {costs.truncated && (
        <p className="-mt-6 mb-8 text-caption text-soft">
          Of the newest {costs.batches.length} batches, since {moment(costs.batches.at(-1)!.createdAt)}.
        </p>
      )}
    </>
  );
}

const sum = <T,>(all: T[], of: (each: T) => number) => all.reduce((total, each) => total + of(each), 0);
