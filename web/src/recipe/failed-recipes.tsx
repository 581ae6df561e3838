/** The recipes that failed, of all batches: what happened to each, what to do, and where to do it. */

import { useState } from "react";
import { Link } from "wouter";
import { useBatches, useFailures } from "../api/queries";
import type { BatchLine, Failure as Reason } from "../api/types";
import { ConsoleLink } from "../batch/failures";
import { ButtonLink } from "../ui/button";
import { Failure, Loading, Notice } from "../ui/notice";
import { moment, requestTitle } from "../words";
import { More } from "./found-recipes";

const AT_ONCE = 10; // batches whose failures are read

export function FailedRecipes({ text }: { text: string }) {
  const { data, error, refetch } = useBatches();
  if (error && !data)
    return <Failure title="The batches cannot be read" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the batches" />;
  const failed = data.filter((batch) => batch.progress.failed > 0);
  if (failed.length > 0) return <Failed batches={failed} text={text.toLowerCase()} />;
  return (
    <Notice icon="check" title="Nothing failed" action={<ButtonLink href="/">To the batches</ButtonLink>}>
      Every recipe of the newest batches was saved.
    </Notice>
  );
}

function Failed({ batches, text }: { batches: BatchLine[]; text: string }) {
  const [most, setMost] = useState(AT_ONCE);
  const shown = batches.slice(0, most);
  const answers = useFailures(shown);
  const lost = answers.find(({ error }) => error);
  if (lost?.error) {
    return <Failure title="The reasons cannot be read" error={lost.error} onRetry={() => void lost.refetch()} />;
  }
  const found = shown.flatMap((batch, index) =>
    (answers[index]?.data?.failures ?? [])
      .filter((reason) => reason.stage === "failed" && wordsOf(reason).includes(text))
      .map((reason) => ({ batch, reason, correlationId: answers[index]!.data!.correlationId })),
  );
  return (
    <>
      {answers.some(({ isPending }) => isPending) && <Loading what="the reasons" />}
      <ul className="divide-y divide-line border-y border-line empty:border-0">
        {found.map((each) => (
          <Entry key={`${each.batch.batchId} ${each.reason.position}`} {...each} />
        ))}
      </ul>
      {found.length === 0 && answers.every(({ data }) => data) && (
        <Notice icon="search" title="No failed recipe says that" />
      )}
      {batches.length > most && <More onClick={() => setMost(most + AT_ONCE)} />}
    </>
  );
}

const nameOf = ({ name, position }: Reason) => name ?? `Recipe ${(position ?? 0) + 1}`;
const wordsOf = (reason: Reason) => `${nameOf(reason)} ${reason.whatHappened} ${reason.whatToDo}`.toLowerCase();

interface Found {
  batch: BatchLine;
  reason: Reason;
  correlationId: string;
}

function Entry({ batch, reason, correlationId }: Found) {
  return (
    <li className="grid gap-x-8 gap-y-2 py-4 sm:grid-cols-[14rem_minmax(0,1fr)]">
      <div>
        <h2 className="text-lead">{nameOf(reason)}</h2>
        <Link href={`/batches/${batch.batchId}`} className="text-caption text-soft underline hover:text-ink">
          {requestTitle(batch.request)}, {moment(batch.createdAt)}
        </Link>
      </div>
      <div>
        <p className="font-medium">{reason.whatHappened}</p>
        <p className="text-soft">{reason.whatToDo}</p>
        <p className="mt-1 text-caption text-soft">
          Correlation id <code className="break-all">{correlationId}</code>
          <ConsoleLink failure={reason} />
        </p>
      </div>
    </li>
  );
}
