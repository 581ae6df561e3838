/** One recipe of a batch: a plate that fills while it is made, then its photograph. */

import { memo } from "react";
import { Link } from "wouter";
import type { UnitView } from "../api/types";
import { wayOf } from "../live/progress";
import { altOfName } from "../recipe/alt";
import { classes } from "../ui/classes";
import { Photo } from "../ui/photo";
import { Plate } from "../ui/plate";
import { STAGES } from "../words";

const DOUBTFUL = 80;

interface Props {
  unit: UnitView;
  batchId: string;
  /** The first of a batch is shown twice as large. */
  large?: boolean;
}

/** Drawn again only when its own unit has changed, and out of sight not at all: every event brings a few of many. */
export const RecipeCard = memo(function RecipeCard({ unit, batchId, large }: Props) {
  const lost = unit.stage === "failed" || unit.stage === "cancelled";
  const bare = unit.stage === "placeholder" || unit.stage === "cancelled"; // no picture is on its way
  const picture = unit.placeholder ? null : unit.imageUrl;
  const name = unit.name ?? `Recipe ${unit.position + 1}`;
  const place = classes(
    "-m-1 flex flex-col p-1 [contain-intrinsic-size:auto_16rem] [content-visibility:auto]",
    large && "col-span-2 sm:row-span-2",
  );
  const card = (
    <>
      <Photo
        sizes={large ? "(min-width: 64rem) 35rem, 100vw" : undefined}
        src={picture}
        alt={altOfName(name)}
        className={large ? "aspect-[3/2] rounded-card sm:aspect-auto sm:flex-1" : "aspect-[3/2] rounded-card"}
      >
        <Plate share={bare ? 0 : wayOf(unit.stage)} failed={unit.stage === "failed"} />
      </Photo>
      <div className="mt-2 flex items-start justify-between gap-2">
        <p
          className={classes(
            "leading-snug font-medium",
            !unit.name && "text-soft",
            unit.recipeId && "group-hover:underline",
          )}
        >
          {name}
        </p>
        {unit.quality !== null && <Quality score={unit.quality} />}
      </div>
      {unit.stage !== "done" && (
        <p className={classes("text-caption", unit.stage === "failed" ? "text-bad" : "text-soft")}>
          {STAGES[unit.stage]}
        </p>
      )}
      {unit.unreadable && <p className="text-caption text-warn">Not all of it can be read</p>}
    </>
  );
  if (!unit.recipeId || lost) return <li className={place}>{card}</li>;
  return (
    <li className={place}>
      <Link href={`/batches/${batchId}/recipes/${unit.recipeId}`} className="group flex flex-1 flex-col rounded-card">
        {card}
      </Link>
    </li>
  );
});

/** A score worth a second look is marked, any other is a quiet number. */
export function Quality({ score }: { score: number }) {
  return (
    <span
      title="Quality, of 100"
      className={classes(
        "shrink-0 text-caption leading-snug tabular-nums",
        score < DOUBTFUL ? "font-medium text-warn" : "text-soft",
      )}
    >
      <span className="sr-only">Quality </span>
      {score}
    </span>
  );
}
