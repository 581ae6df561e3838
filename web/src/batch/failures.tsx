/** What went wrong, in plain words: one entry for each cause, with what to do, whom it struck and what to quote. */

import { useErrors } from "../api/queries";
import type { BatchDetail, Failure } from "../api/types";
import { CopyText } from "../ui/copy";
import { Icon } from "../ui/icon";
import { plural } from "../words";

export function Failures({ batch }: { batch: BatchDetail }) {
  const bare = batch.recipes.filter((unit) => unit.stage === "placeholder").length;
  const { data, error, refetch } = useErrors(batch.batchId, batch.errors.length + bare + batch.unreadable);
  if (error) return <Unread batch={batch} retry={() => void refetch()} />;
  if (!data || data.failures.length === 0) return null;
  return (
    <section aria-labelledby="failures" className="rounded-card border border-line bg-raised p-4 sm:p-6">
      <h2 id="failures" className="flex items-center gap-2 text-lead">
        <Icon name="warning" className="size-5 text-warn" />
        {batch.progress.phase === "cancelled" ? "What is missing" : "What went wrong"}
      </h2>
      <ul className="mt-4 space-y-4">
        {causesOf(data.failures).map(([first, struck]) => (
          <Cause key={`${first.whatHappened} ${first.whatToDo}`} failure={first} struck={struck} />
        ))}
      </ul>
      <div className="mt-4 border-t border-line pt-3">
        <CopyText label="Correlation id" text={data.correlationId} />
      </div>
    </section>
  );
}

function Cause({ failure, struck }: { failure: Failure; struck: Failure[] }) {
  return (
    <li>
      <p className="font-medium">{failure.whatHappened}</p>
      <p>{failure.whatToDo}</p>
      <p className="mt-1 text-caption text-soft">
        {namesOf(struck)}
        <ConsoleLink failure={failure} />
      </p>
    </li>
  );
}

export function ConsoleLink({ failure: { consoleUrl } }: { failure: Failure }) {
  if (consoleUrl === null) return null;
  return (
    <>
      {" · "}
      <a href={consoleUrl} target="_blank" rel="noreferrer" className="underline hover:text-ink">
        The execution in the console
      </a>
    </>
  );
}

/** The details cannot be had: the batch's own reasons are still known. */
function Unread({ batch, retry }: { batch: BatchDetail; retry: () => void }) {
  const reasons = [...new Set(batch.errors.map(({ reason }) => reason))];
  return (
    <section aria-label="What went wrong" className="rounded-card border border-line bg-raised p-4 sm:p-6">
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      <p className="text-caption text-soft">
        The details cannot be read.{" "}
        <button type="button" onClick={retry} className="underline hover:text-ink">
          Try again
        </button>
      </p>
    </section>
  );
}

function causesOf(failures: Failure[]): [Failure, Failure[]][] {
  const causes = new Map<string, [Failure, Failure[]]>();
  for (const failure of failures) {
    const cause = `${failure.whatHappened} ${failure.whatToDo}`;
    const known = causes.get(cause) ?? [failure, []];
    causes.set(cause, [known[0], [...known[1], failure]]);
  }
  return [...causes.values()];
}

const NAMED = 3;

function namesOf(struck: Failure[]): string {
  const recipes = struck.filter(({ position }) => position !== null);
  if (struck[0]?.code === "Unreadable") return plural(struck.length, "entry", "entries");
  if (recipes.length === 0) return "The batch as a whole";
  const names = recipes.slice(0, NAMED).map(({ name, position }) => name ?? `recipe ${position! + 1}`);
  const more = recipes.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${plural(more, "more", "more")}` : names.join(", ");
}
