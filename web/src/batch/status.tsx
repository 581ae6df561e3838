/** Where a batch stands: phase, bar, time left, and how we know. */

import { useEffect, useRef, useState } from "react";
import { Link as PageLink } from "wouter";
import type { BatchDetail } from "../api/types";
import { isStalled, shareDone } from "../live/progress";
import type { Link } from "../live/stream";
import { Announcer } from "../ui/announcer";
import { Badge } from "../ui/badge";
import { Bar } from "../ui/bar";
import { PHASES, plural, timeRange } from "../words";

interface Props {
  batch: BatchDetail;
  link: Link;
  readAt: number; // when the batch was last told, in milliseconds since the epoch
}

export function Status({ batch, link, readAt }: Props) {
  const share = useRising(shareDone(batch.recipes, batch.progress.totalRecipes, batch.request.enableImageGeneration));
  const stalled = useStalled(batch.ended ? null : batch.progress.stallsIn, readAt);
  const { estimatedTimeLow: low, estimatedTimeHigh: high } = batch.progress;
  const percent = Math.floor(share * 100);
  const lost = batch.ended && batch.progress.recipesCompleted === 0;
  const cancelled = batch.ended && batch.progress.phase === "cancelled";
  const words = batch.ended ? outcome(batch) : PHASES[batch.progress.phase];
  return (
    <section aria-label="Progress" className="rounded-card border border-line bg-raised p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="serif text-title">{words}</p>
        {!batch.ended && <LinkBadge link={link} />}
        {stalled && <Badge tone="warn">Stalled</Badge>}
        <p className="serif ml-auto text-title tabular-nums">{!lost && !cancelled && `${percent} %`}</p>
      </div>
      <div className="mt-3">
        <Bar share={share} label="Progress of the batch" tone={lost ? "bad" : "accent"} />
      </div>
      <p className="mt-3 flex flex-wrap justify-between gap-x-6 text-soft">
        <span>{counts(batch)}</span>
        {!batch.ended && (
          <span>{low !== null && high !== null ? `${timeRange(low, high)} left` : "Time left: not known yet"}</span>
        )}
      </p>
      <Checks batch={batch} />
      {stalled && (
        <p className="mt-2 text-caption text-warn">
          Nothing has happened for longer than usual. The model provider may be slow; the work goes on by itself.
        </p>
      )}
      <Announcer
        words={batch.ended ? `${words}. ${counts(batch)}` : `${words}, ${percent} percent. ${counts(batch)}`}
      />
    </section>
  );
}

function LinkBadge({ link }: { link: Link }) {
  if (link === "streaming" || link === "ended") return <Badge tone="good">Live</Badge>;
  if (link === "offline") return <Badge tone="warn">Offline: it goes on without you</Badge>;
  return <Badge>{link === "polling" ? "Updated every 2 s" : "Connecting"}</Badge>;
}

function counts({ progress, request }: BatchDetail): string {
  const parts = [`${progress.recipesCompleted} of ${plural(progress.totalRecipes, "recipe")} saved`];
  if (request.enableImageGeneration) parts.push(`${plural(progress.imagesGenerated, "picture")}`);
  if (progress.placeholderCount) parts.push(`${progress.placeholderCount} without a picture`);
  if (progress.failed) parts.push(`${progress.failed} failed`);
  if (progress.cancelled) parts.push(`${progress.cancelled} cancelled`);
  return parts.join(" · ");
}

/** What checking came to; who watched it come finds its line kept free, so that nothing moves at the end. */
function Checks({ batch: { ended, progress } }: { batch: BatchDetail }) {
  const { recipesFixed, recipesRewritten, recipesInReview } = progress;
  const [watched] = useState(!ended);
  if (!watched && recipesFixed + recipesRewritten + recipesInReview === 0) return null;
  return (
    <p className="mt-1 flex min-h-[1lh] flex-wrap gap-x-3 text-caption text-soft">
      {recipesFixed > 0 && <span>{recipesFixed} put right by the check</span>}
      {recipesRewritten > 0 && <span>{recipesRewritten} written again</span>}
      {recipesInReview > 0 && (
        <PageLink href="/review" className="underline hover:text-ink">
          {recipesInReview} for review
        </PageLink>
      )}
    </p>
  );
}

function outcome({ progress }: BatchDetail): string {
  if (progress.phase === "cancelled") return "Cancelled";
  if (progress.recipesCompleted === 0) return "Failed";
  return progress.failed || progress.placeholderCount ? "Partly finished" : "Finished";
}

/** The highest that was shown: a bar that falls says that work was lost, and none was. */
function useRising(share: number): number {
  const highest = useRef(0);
  highest.current = Math.max(highest.current, share);
  return highest.current;
}

function useStalled(stallsIn: number | null, readAt: number): boolean {
  const [stalled, setStalled] = useState(false);
  useEffect(() => {
    const look = () => setStalled(isStalled(stallsIn, readAt, Date.now()));
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [stallsIn, readAt]);
  return stalled;
}
