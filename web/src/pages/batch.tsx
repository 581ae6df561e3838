/** One batch, live: where it stands, who is at work, what it costs, and its recipes as they are saved. */

import { useEffect } from "react";
import { Link } from "wouter";
import { ApiError } from "../api/client";
import { Actions } from "../batch/actions";
import { Agents } from "../batch/agents";
import { Board } from "../batch/board";
import { CostMeter } from "../batch/cost-meter";
import { Failures } from "../batch/failures";
import { Status } from "../batch/status";
import { useBatch } from "../live/use-batch";
import { LAST_BATCH, recall, remember } from "../shell/memory";
import { Page } from "../shell/page";
import { ButtonLink } from "../ui/button";
import { Failure, Loading, Notice } from "../ui/notice";
import { moment, requestLimits, requestTitle } from "../words";

export default function BatchPage({ params }: { params: Record<string, string> }) {
  return <Batch key={params.batchId} batchId={params.batchId!} />;
}

function Batch({ batchId }: { batchId: string }) {
  const { batch, error, retry, link, readAt } = useBatch(batchId);
  const unknown = error instanceof ApiError && (error.status === 404 || error.status === 400);
  useLastBatch(batchId, batch !== undefined, unknown);

  if (batch) {
    const { request, createdAt } = batch;
    return (
      <Page
        title={requestTitle(request)}
        above={<Link href="/">Batches</Link>}
        below={
          <>
            {request.naturalLanguagePrompt && <p className="serif text-lead">“{request.naturalLanguagePrompt}”</p>}
            <p>{[...requestLimits(request), moment(createdAt)].join(" · ")}</p>
          </>
        }
        actions={<Actions batch={batch} />}
      >
        <div className="space-y-8">
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_16rem] xl:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="space-y-4">
              <Status key={batch.retries} batch={batch} link={link} readAt={readAt} />
              <Agents batch={batch} />
              <Failures batch={batch} />
            </div>
            <CostMeter batch={batch} />
          </div>
          <Board units={batch.recipes} batchId={batchId} />
        </div>
      </Page>
    );
  }
  return (
    <Page title="Batch">
      {unknown && <Unknown />}
      {error && !unknown && <Failure title="The batch cannot be read" error={error} onRetry={() => void retry()} />}
      {!error && <Loading what="the batch" />}
    </Page>
  );
}

function Unknown() {
  return (
    <Notice
      icon="search"
      title="This batch is not known"
      action={
        <>
          <ButtonLink href="/new" look="primary">
            Start a new one
          </ButtonLink>
          <ButtonLink href="/">All batches</ButtonLink>
        </>
      }
    >
      It may belong to somebody else, or its address may be incomplete.
    </Notice>
  );
}

/** The browser remembers which batch was looked at last, and forgets one that is gone. */
function useLastBatch(batchId: string, known: boolean, unknown: boolean) {
  useEffect(() => {
    if (known) remember(LAST_BATCH, batchId);
    if (unknown && recall(LAST_BATCH) === batchId) remember(LAST_BATCH, null);
  }, [batchId, known, unknown]);
}
