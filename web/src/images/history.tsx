/** The own generations, newest first: looked for, narrowed down, and followed while they are made. */

import { lazy, type ReactNode, Suspense, useState } from "react";
import { type Generation, type Picture, STATUSES } from "../api/types";
import { More } from "../recipe/found-recipes";
import { Announcer } from "../ui/announcer";
import { Button } from "../ui/button";
import { Filters } from "../ui/filters";
import { Failure, Loading, Notice } from "../ui/notice";
import { SearchField } from "../ui/search";
import { GenerationCard } from "./generation-card";
import { useLater } from "./later";
import { useLiveGenerations } from "./live";
import { QueueLine } from "./queue-line";
import { STATES } from "./words";

const PictureDialog = lazy(() => import("./picture-dialog"));

const ALL = "all";
export const NO_FILTER = { text: "", status: ALL };
export type Filter = typeof NO_FILTER;

interface Props {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  onAgain: (generation: Generation) => void;
}

export function History({ filter, onFilter, onAgain }: Props) {
  const text = useLater(filter.text.trim());
  const found = useLiveGenerations(text, filter.status === ALL ? "" : filter.status);
  const { generations, streams } = found;
  const [open, setOpen] = useState<string>();
  const picture = generations.flatMap(({ pictures }) => pictures).find(({ id }) => id === open);
  return (
    <section aria-labelledby="history" className="min-w-0">
      {streams}
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="history" className="scroll-mt-24 text-title">
          Your pictures
        </h2>
        <SearchField
          label="Search your prompts"
          value={filter.text}
          onChange={(next) => onFilter({ ...filter, text: next })}
        />
      </div>
      <Filters<string>
        label="State"
        options={[{ name: ALL }, ...STATUSES.map((name) => ({ name, words: STATES[name].words }))]}
        value={filter.status}
        onChange={(status) => onFilter({ ...filter, status })}
      />
      <QueueLine generations={generations} />
      <Found found={found} filter={filter} clear={() => onFilter(NO_FILTER)}>
        <ul className="mt-2 divide-y divide-line border-y border-line">
          {generations.map((generation) => (
            <GenerationCard
              key={generation.id}
              generation={generation}
              onOpen={({ id }: Picture) => setOpen(id)}
              onAgain={onAgain}
            />
          ))}
        </ul>
        {found.hasNextPage && (
          <More words="Show older" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()} />
        )}
      </Found>
      <Announcer words={newsOf(generations[0])} />
      {picture && (
        <Suspense>
          <PictureDialog key={picture.id} picture={picture} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </section>
  );
}

interface FoundProps {
  found: ReturnType<typeof useLiveGenerations>;
  filter: Filter;
  clear: () => void;
  children: ReactNode;
}

/** What was found, through reading, failing and finding nothing. */
function Found({ found, filter, clear, children }: FoundProps) {
  if (found.isPending) return <Loading what="your pictures" />;
  if (found.error && found.generations.length === 0) {
    return <Failure title="Your pictures cannot be read" error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (found.generations.length > 0) return children;
  if (filter.text.trim() || filter.status !== ALL) {
    return <Notice icon="search" title="Nothing is like that" action={<Button onClick={clear}>Show all</Button>} />;
  }
  return (
    <Notice icon="artist" title="No pictures yet">
      Say what is to be seen, and how many. They appear here one by one, as they are made.
    </Notice>
  );
}

/** What a screen reader is told of the newest one. */
function newsOf(newest: Generation | undefined): string {
  return newest ? `${newest.step}. ${newest.made} of ${newest.count} made.` : "";
}
