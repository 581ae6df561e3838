/** How the kitchen has done: agents, batches, cost and quality, drawn. */

import { lazy, Suspense } from "react";
import { useBatches, useMetrics } from "../api/queries";
import type { BatchLine } from "../api/types";
import { Page } from "../shell/page";
import { ButtonLink } from "../ui/button";
import { Failure, Loading, Notice } from "../ui/notice";
import { dollars } from "../words";

const Charts = lazy(() => import("../charts/charts"));

export default function Insights() {
  const metrics = useMetrics();
  const batches = useBatches();
  const error = metrics.error ?? batches.error;
  return (
    <Page title="Insights" below="Agents over the last 24 hours; batches as far as the history reaches.">
      {error && !(metrics.data && batches.data) && (
        <Failure title="The figures cannot be read" error={error} onRetry={() => void metrics.refetch()} />
      )}
      {!error && !(metrics.data && batches.data) && <Loading what="the figures" />}
      {batches.data?.length === 0 && (
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
      {metrics.data && batches.data && batches.data.length > 0 && (
        <>
          <Totals batches={batches.data} />
          <Suspense fallback={<Loading what="the charts" />}>
            <Charts metrics={metrics.data} batches={batches.data} />
          </Suspense>
        </>
      )}
    </Page>
  );
}

function Totals({ batches }: { batches: BatchLine[] }) {
  const sum = (of: (batch: BatchLine) => number) => batches.reduce((total, batch) => total + of(batch), 0);
  const saved = sum((batch) => batch.progress.recipesCompleted);
  const asked = sum((batch) => (batch.ended ? batch.progress.totalRecipes : 0));
  const finished = sum((batch) => (batch.ended ? batch.progress.recipesCompleted : 0));
  const cost = sum((batch) => batch.progress.costUsd);
  const figures = [
    ["Recipes saved", saved.toLocaleString("en-GB")],
    ["Of what was asked for", asked ? `${((100 * finished) / asked).toFixed(1)} %` : "–"],
    ["Spent", dollars(cost)],
    ["Per recipe", saved ? dollars(cost / saved) : "–"],
  ];
  return (
    <dl className="mb-8 grid grid-cols-2 gap-4 sm:grid-cols-4">
      {figures.map(([name, value]) => (
        <div key={name} className="rounded-card border border-line bg-raised p-4">
          <dt className="text-caption text-soft">{name}</dt>
          <dd className="serif text-title">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
