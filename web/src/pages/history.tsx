/** The first page: one batch with its photographs, and every other. */

import { useDeferredValue, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { BATCHES_AT_FIRST, BATCHES_AT_MOST, useBatches, useRecipes } from "../api/queries";
import type { BatchLine, Recipe } from "../api/types";
import { altOf } from "../recipe/alt";
import { More } from "../recipe/found-recipes";
import { LAST_BATCH, recall } from "../shell/memory";
import { Page } from "../shell/page";
import { Badge, type Tone } from "../ui/badge";
import { Bar } from "../ui/bar";
import { Button, ButtonLink } from "../ui/button";
import { Failure, Loading, Notice } from "../ui/notice";
import { Photo } from "../ui/photo";
import { SearchField } from "../ui/search";
import { dollars, moment, PHASES, plural, requestLimits, requestTitle } from "../words";

export default function History() {
  const [most, setMost] = useState(BATCHES_AT_FIRST);
  const { data: batches, error, refetch, isPlaceholderData } = useBatches(most);
  if (error && !batches) {
    return (
      <Page title="Batches">
        <Failure title="The batches cannot be read" error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const full = batches?.length === most;
  return (
    <Page title="Batches">
      {batches ? <Batches batches={batches} full={full} /> : <Loading what="the batches" />}
      {full && most < BATCHES_AT_MOST && <More words="Show older" onClick={() => setMost(BATCHES_AT_MOST)} />}
      {isPlaceholderData && <Loading what="older batches" />}
    </Page>
  );
}

/** `full`: there may be older ones that are not listed. */
function Batches({ batches, full }: { batches: BatchLine[]; full: boolean }) {
  const [search, setSearch] = useState("");
  const sought = useDeferredValue(search.trim().toLowerCase());
  const hero = heroOf(batches);
  if (!hero) {
    return (
      <Notice
        title="Nothing cooked yet"
        action={
          <ButtonLink href="/new" look="primary">
            Start the first batch
          </ButtonLink>
        }
      >
        Say how many recipes and for whom. They appear while they are written, then their photographs.
      </Notice>
    );
  }
  const shown = sought
    ? batches.filter((batch) => textOf(batch).includes(sought))
    : batches.filter((batch) => batch !== hero);
  return (
    <>
      {!sought && <Hero batch={hero} />}
      <div className="mt-8 mb-2 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 className="text-title">{sought ? plural(shown.length, "batch", "batches") : "Other batches"}</h2>
          {full && (
            <p className="text-caption text-soft">Of the newest {batches.length}. An older one is found by its id.</p>
          )}
        </div>
        <Search value={search} onChange={setSearch} />
      </div>
      {shown.length > 0 ? (
        <ul className="divide-y divide-line border-y border-line">
          {shown.map((batch) => (
            <Line key={batch.batchId} batch={batch} />
          ))}
        </ul>
      ) : (
        <Notice
          icon="search"
          title={sought ? "No batch says that" : "This is the only batch"}
          action={sought && <NextStep sought={sought} clear={() => setSearch("")} />}
        >
          {sought ? "Try a meal, a diet, an ingredient or a batch id." : "Others will be listed here."}
        </Notice>
      )}
    </>
  );
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is not listed may still be there: its address says. */
function NextStep({ sought, clear }: { sought: string; clear: () => void }) {
  return (
    <>
      {ID.test(sought) && (
        <ButtonLink href={`/batches/${sought}`} look="primary">
          Open it
        </ButtonLink>
      )}
      <Button onClick={clear}>Show all</Button>
    </>
  );
}

function Search({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (location.search.includes("search")) field.current?.focus();
  }, []);
  return <SearchField label="Search batches" value={value} onChange={onChange} field={field} />;
}

const MOSAIC = 5;

/** The batch that is followed here while it runs, or the newest that has anything to show. */
function heroOf(batches: BatchLine[]): BatchLine | undefined {
  const running = batches.filter((batch) => !batch.ended);
  const followed = running.find(({ batchId }) => batchId === recall(LAST_BATCH));
  return followed ?? running[0] ?? batches.find(({ progress }) => progress.imagesGenerated > 0) ?? batches[0];
}

/** One batch, by its photographs. */
function Hero({ batch }: { batch: BatchLine }) {
  const { progress } = batch;
  const { data: recipes = [] } = useRecipes(batch.batchId, MOSAIC);
  const pictures = recipes.filter((recipe) => !recipe.imageIsPlaceholder);
  const share = progress.totalRecipes ? progress.recipesCompleted / progress.totalRecipes : 0;
  return (
    <section
      aria-labelledby="hero"
      className="group relative overflow-hidden rounded-card border border-line bg-raised transition-colors focus-within:border-accent hover:border-edge"
    >
      {pictures.length === MOSAIC ? <Mosaic pictures={pictures} /> : <Pair pictures={pictures.slice(0, 2)} />}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 p-4 sm:p-6">
        <div className="min-w-0 flex-1 basis-48">
          <h2 id="hero" className="text-title">
            <Link
              href={`/batches/${batch.batchId}`}
              className="after:absolute after:inset-0 focus-visible:outline-none"
            >
              {requestTitle(batch.request)}
            </Link>
          </h2>
          <Prompt batch={batch} />
          <p className="mt-1 text-soft">{summary(batch)}</p>
        </div>
        <State batch={batch} />
        {!batch.ended && (
          <div className="w-full">
            <Bar share={share} label="Recipes saved" />
          </div>
        )}
      </div>
    </section>
  );
}

/** What was asked for in a person's own words, as far as a line holds it. */
function Prompt({ batch: { request } }: { batch: BatchLine }) {
  return request.naturalLanguagePrompt && <p className="truncate">“{request.naturalLanguagePrompt}”</p>;
}

/** One large, four small. */
function Mosaic({ pictures }: { pictures: Recipe[] }) {
  return (
    <div className="grid grid-cols-2 gap-1 sm:grid-cols-4 sm:grid-rows-2">
      {pictures.map((recipe, index) => (
        <Photo
          key={recipe.id}
          src={recipe.imageUrl}
          alt={index === 0 ? altOf(recipe) : ""}
          eager
          sizes={index === 0 ? "(min-width: 64rem) 36rem, 100vw" : undefined}
          className={index === 0 ? "col-span-2 row-span-2 aspect-[3/2] sm:aspect-auto" : "aspect-[3/2]"}
        />
      ))}
    </div>
  );
}

/** What a small batch has, side by side. */
function Pair({ pictures }: { pictures: Recipe[] }) {
  return (
    <div className="flex gap-1">
      {pictures.map((recipe) => (
        <Photo
          key={recipe.id}
          src={recipe.imageUrl}
          alt={altOf(recipe)}
          eager
          sizes="(min-width: 64rem) 36rem, 100vw"
          className={`flex-1 ${pictures.length === 1 ? "aspect-[3/1]" : "aspect-[3/2]"}`}
        />
      ))}
    </div>
  );
}

function Line({ batch }: { batch: BatchLine }) {
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 px-1 py-3 focus-within:bg-sunken hover:bg-sunken sm:flex-nowrap">
      <Strip batch={batch} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium">
          <Link href={`/batches/${batch.batchId}`} className="after:absolute after:inset-0">
            {requestTitle(batch.request)}
          </Link>
        </p>
        <Prompt batch={batch} />
        <p className="text-caption text-soft">
          {[...requestLimits(batch.request), moment(batch.createdAt)].join(" · ")}
        </p>
      </div>
      <p className="text-caption text-soft tabular-nums sm:text-right">
        {batch.progress.recipesCompleted} of {batch.progress.totalRecipes}
        <br className="hidden sm:inline" />
        <span className="sm:hidden"> · </span>
        {dollars(batch.progress.costUsd)}
      </p>
      <p className="sm:w-36 sm:text-right">
        <State batch={batch} />
      </p>
    </li>
  );
}

const STRIP = 3;

function Strip({ batch }: { batch: BatchLine }) {
  const { data: recipes = [] } = useRecipes(batch.batchId, STRIP, batch.progress.imagesGenerated > 0);
  const pictures = recipes.filter((recipe) => !recipe.imageIsPlaceholder);
  return (
    <div aria-hidden="true" className="hidden gap-1 sm:flex">
      {Array.from({ length: STRIP }, (_, index) => (
        <Photo
          key={pictures[index]?.id ?? index}
          src={pictures[index]?.imageUrl ?? null}
          alt=""
          className="h-12 w-16 rounded-control"
        />
      ))}
    </div>
  );
}

export function State({ batch }: { batch: BatchLine }) {
  const { tone, words } = stateOf(batch);
  return <Badge tone={tone}>{words}</Badge>;
}

function stateOf({ ended, progress, unreadable }: BatchLine): { tone: Tone; words: string } {
  if (unreadable > 0) return { tone: "warn", words: "Partly unreadable" };
  if (!ended) return { tone: "good", words: PHASES[progress.phase] };
  if (progress.phase === "cancelled") return { tone: "plain", words: "Cancelled" };
  if (progress.recipesCompleted === 0) return { tone: "bad", words: "Failed" };
  const partly = progress.failed > 0 || progress.placeholderCount > 0;
  return partly ? { tone: "warn", words: "Partly finished" } : { tone: "plain", words: "Finished" };
}

function summary({ request, progress, createdAt }: BatchLine): string {
  return [...requestLimits(request), moment(createdAt), dollars(progress.costUsd)].join(" · ");
}

const textOf = (batch: BatchLine) =>
  [
    requestTitle(batch.request),
    ...requestLimits(batch.request),
    batch.request.naturalLanguagePrompt ?? "",
    batch.batchId,
  ]
    .concat(stateOf(batch).words)
    .join(" ")
    .toLowerCase();
