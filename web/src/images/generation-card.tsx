/** One generation: what was asked for, where it stands, and its pictures as they come. */

import { useState } from "react";
import type { Generation, Picture } from "../api/types";
import { Badge } from "../ui/badge";
import { Bar } from "../ui/bar";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Photo } from "../ui/photo";
import { Plate } from "../ui/plate";
import { Problem } from "../ui/problem";
import { sentence } from "../words";
import { Blur } from "./blur";
import { isOpen } from "./live";
import { useImageActions } from "./queries";
import { factsOf, STATES, timeLeft } from "./words";

const FEW = 8; // two rows

interface Props {
  generation: Generation;
  onOpen: (picture: Picture) => void;
  onAgain: (generation: Generation) => void;
}

export function GenerationCard({ generation, onOpen, onAgain }: Props) {
  const { prompt, status, cancelRequested, error } = generation;
  const { words, tone } = STATES[status];
  return (
    <li aria-label={prompt} className="py-6">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h3 className="line-clamp-2 leading-snug font-medium">{prompt}</h3>
          <p className="mt-1 text-caption text-soft">{factsOf(generation)}</p>
        </div>
        <Badge tone={cancelRequested && isOpen(generation) ? "warn" : tone}>
          {cancelRequested && isOpen(generation) ? "Cancelling" : words}
        </Badge>
      </div>
      {isOpen(generation) && <Way generation={generation} />}
      {error && <p className="mt-3 rounded-control bg-bad-wash px-4 py-3 text-bad">{sentence(error)}</p>}
      {status === "completed" && generation.made < generation.count && (
        <p className="mt-3 text-caption text-warn">{generation.step}. What was not made was not charged.</p>
      )}
      {status === "completed" && generation.pictures.length === 0 && (
        <p className="mt-3 text-caption text-soft">Nothing of it is kept any more.</p>
      )}
      <Pictures generation={generation} onOpen={onOpen} />
      <Actions generation={generation} onAgain={onAgain} />
    </li>
  );
}

function Way({ generation }: { generation: Generation }) {
  const { progress, step, status } = generation;
  return (
    <div className="mt-3">
      {status === "processing" && <Bar share={progress / 100} label="Progress" />}
      <p className="mt-2 flex flex-wrap justify-between gap-x-6 text-caption text-soft">
        <span>{step}</span>
        <span className="tabular-nums">{timeLeft(generation)}</span>
      </p>
    </div>
  );
}

/** A place for each picture that is there or still to come; many are shown on asking. */
function Pictures({ generation, onOpen }: Pick<Props, "generation" | "onOpen">) {
  const [all, setAll] = useState(false);
  const { pictures, count } = generation;
  const coming = isOpen(generation) ? count - pictures.length : 0;
  const places = [...pictures, ...Array<null>(Math.max(0, coming)).fill(null)];
  const shown = all ? places : places.slice(0, FEW);
  if (places.length === 0) return null;
  return (
    <>
      <ul className="mt-3 grid grid-cols-2 gap-2 sm:grid-cols-4">
        {shown.map((picture, index) => (
          <li key={picture?.id ?? `coming ${index}`}>
            {picture ? <Tile picture={picture} onOpen={onOpen} /> : <Coming generation={generation} />}
          </li>
        ))}
      </ul>
      {shown.length < places.length && (
        <Button look="bare" className="mt-2" onClick={() => setAll(true)}>
          Show all {places.length}
        </Button>
      )}
    </>
  );
}

function Tile({ picture, onOpen }: { picture: Picture; onOpen: (picture: Picture) => void }) {
  const { altText, thumbnailUrl, blurhash, width, height, rating } = picture;
  return (
    <button type="button" onClick={() => onOpen(picture)} className="group relative block w-full rounded-control">
      <Photo src={thumbnailUrl} alt={altText} sizes="12rem" className="aspect-square rounded-control">
        <Blur hash={blurhash} width={width} height={height} />
      </Photo>
      {rating !== null && (
        <span className="absolute right-1 bottom-1 inline-flex items-center gap-1 rounded-full bg-raised px-2 text-caption text-ink">
          <Icon name="star" className="size-3 fill-current text-accent" />
          <span className="sr-only">rated </span>
          {rating}
        </span>
      )}
    </button>
  );
}

function Coming({ generation: { status, progress } }: { generation: Generation }) {
  return (
    <div className="grid aspect-square place-items-center rounded-control bg-sunken">
      <Plate share={status === "processing" ? progress / 100 : 0} className="size-12" />
    </div>
  );
}

function Actions({ generation, onAgain }: Pick<Props, "generation" | "onAgain">) {
  const { id, mayCancel, mayRetry } = generation;
  const actions = useImageActions();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Error>();
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setRefused(undefined);
    try {
      await act();
    } catch (error) {
      setRefused(error as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="mt-3 space-y-3">
      <div className="-ml-2 flex flex-wrap gap-1">
        {mayRetry && (
          <Button look="bare" busy={busy} onClick={() => run(() => actions.retry(id))}>
            <Icon name="redo" className="size-4" /> Try again
          </Button>
        )}
        <Button look="bare" onClick={() => onAgain(generation)}>
          <Icon name="copy" className="size-4" /> Use this prompt
        </Button>
        {mayCancel && (
          <Button look="bare" busy={busy} onClick={() => run(() => actions.cancel(id))}>
            <Icon name="cross" className="size-4" /> Cancel
          </Button>
        )}
      </div>
      <Problem error={refused} />
    </div>
  );
}
