/** How pictures come about, for administrators: providers, money, who used what; and what is to be looked after. */

import { lazy, Suspense } from "react";
import type { ImageStats, Queue } from "../api/types";
import { Totals } from "../charts/totals";
import { CleanUp } from "../images/clean-up";
import { Grant } from "../images/grant";
import { useImageStats, useQueue } from "../images/queries";
import { Users } from "../images/users";
import { InsightsTabs } from "../shell/insights-tabs";
import { Page } from "../shell/page";
import { Failure, Loading, Notice } from "../ui/notice";
import { dollars, plural } from "../words";

const ImageCharts = lazy(() => import("../charts/image-charts"));

export default function ImageInsights() {
  const { data: stats, error, refetch } = useImageStats();
  const { data: queue } = useQueue(true);
  return (
    <Page title="Insights" below="Pictures of recipes and of users, over 30 days." actions={<InsightsTabs />}>
      {error && !stats && <Failure title="The figures cannot be read" error={error} onRetry={() => void refetch()} />}
      {!error && !stats && <Loading what="the figures" />}
      {stats && (
        <>
          <Totals figures={totalsOf(stats, queue)} />
          {queue?.paused && <p className="mb-8 rounded-control bg-warn-wash px-4 py-3 text-warn">{queue.paused}</p>}
          {stats.makers.length > 0 ? (
            <Suspense fallback={<Loading what="the charts" />}>
              <ImageCharts stats={stats} />
            </Suspense>
          ) : (
            <Notice icon="insights" title="Nothing to measure yet">
              The first picture brings the first figures.
            </Notice>
          )}
          <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
            <div className="min-w-0 lg:col-span-2">
              <Users users={stats.users} />
            </div>
            <Grant credits={stats.credits} />
            <CleanUp />
          </div>
        </>
      )}
    </Page>
  );
}

function totalsOf(stats: ImageStats, queue: Queue | undefined) {
  const asked = stats.makers.reduce((sum, maker) => sum + maker.asked, 0);
  const made = stats.makers.reduce((sum, maker) => sum + maker.made, 0);
  const today = new Date().toISOString().slice(0, 10);
  const spent = (spends: ImageStats["days"], begin: string) =>
    spends.find(({ day }) => day.startsWith(begin))?.costUsd ?? 0;
  return [
    {
      name: "Success rate",
      value: asked ? `${((100 * made) / asked).toFixed(1)} %` : "–",
      beside: `of ${plural(asked, "asking")}`,
    },
    { name: "Queue", value: queue ? String(queue.pending) : "–", beside: queue && `${queue.processing} in work` },
    { name: "Spent today", value: dollars(spent(stats.days, today)), beside: budget(stats.dayBudgetUsd) },
    {
      name: "This month",
      value: dollars(spent(stats.months, today.slice(0, 7))),
      beside: budget(stats.monthBudgetUsd),
    },
  ];
}

const budget = (limit: number | null) => (limit === null ? "no budget is set" : `of ${dollars(limit)}`);
