/** What is to be seen, how, how many, and what it costs: everything before pictures are asked for. */

import { type FormEvent, type RefObject, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { FORMATS, QUALITIES, RATIOS, STYLES } from "../api/types";
import { Button } from "../ui/button";
import { Switch } from "../ui/choices";
import { Field, Select, TextArea } from "../ui/field";
import { Problem } from "../ui/problem";
import { plural, sentence } from "../words";
import { areSending, objectionTo, type Photo, referencesOf } from "./photo-list";
import { Photos } from "./photos";
import { Pick, Shape } from "./pick";
import { Price } from "./price";
import { useCredits, useImageActions } from "./queries";
import { countOf, LONGEST_PROMPT, type Mistakes, mistakesOf, requestOf, type Wish } from "./wish";
import { FORMAT_NAMES } from "./words";

interface Props {
  wish: Wish;
  onChange: (wish: Wish) => void;
  prompt: RefObject<HTMLTextAreaElement | null>;
  onStarted: () => void;
}

export function Composer({ wish, onChange, prompt, onStarted }: Props) {
  const credits = useCredits(wish.model, wish.aspectRatio);
  const { submit, busy, failure, mistakes, photos, setPhotos } = useAsking(wish, prompt, onStarted);
  const set = (change: Partial<Wish>) => onChange({ ...wish, ...change });
  const models = credits.data?.models ?? [];
  const count = countOf(wish);
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="New pictures"
      className="space-y-6 rounded-card border border-line bg-raised p-4 sm:p-6"
    >
      <TextArea
        ref={prompt}
        label="What is to be seen?"
        placeholder="A bowl of ramen on a dark counter, steam rising, seen from the side"
        rows={4}
        maxLength={LONGEST_PROMPT}
        value={wish.prompt}
        onChange={(event) => set({ prompt: event.target.value })}
        error={mistakes.prompt}
      />
      <Switch
        label="Word for word"
        hint="Sent as it is, without a style."
        checked={wish.verbatim}
        onChange={(verbatim) => set({ verbatim })}
      />
      {!wish.verbatim && (
        <Pick label="Style" options={STYLES} value={wish.style} onChange={(style) => set({ style })}>
          {sentence}
        </Pick>
      )}
      <Pick label="Shape" options={RATIOS} value={wish.aspectRatio} onChange={(aspectRatio) => set({ aspectRatio })}>
        {(ratio) => (
          <span className="inline-flex items-center gap-2 tabular-nums">
            <Shape ratio={ratio} /> {ratio}
          </span>
        )}
      </Pick>
      <Pick label="Quality" options={QUALITIES} value={wish.quality} onChange={(quality) => set({ quality })}>
        {(quality) => (
          <>
            {sentence(quality)}
            {credits.data && <span className="ml-2 tabular-nums">{credits.data.prices[quality]}</span>}
          </>
        )}
      </Pick>
      <div className="grid grid-cols-2 gap-4">
        <Field
          label="How many"
          unit="of 100"
          inputMode="numeric"
          autoComplete="off"
          value={wish.count}
          onChange={(event) => set({ count: event.target.value })}
          error={mistakes.count}
        />
        <Select
          label="Format"
          value={wish.format}
          onChange={(event) => set({ format: FORMATS.find((each) => each === event.target.value) ?? "webp" })}
        >
          {FORMATS.map((format) => (
            <option key={format} value={format}>
              {FORMAT_NAMES[format]}
            </option>
          ))}
        </Select>
        {models.length > 1 && (
          <Select
            label="Model"
            className="col-span-2"
            value={wish.model}
            onChange={(event) => set({ model: event.target.value })}
          >
            <option value="">The usual one, or the next where it is down</option>
            {models.map((model) => (
              <option key={model}>{model}</option>
            ))}
          </Select>
        )}
      </div>
      <Photos photos={photos} onChange={setPhotos} />
      <div className="space-y-4 border-t border-line pt-6">
        <Price wish={wish} credits={credits} />
        <Problem error={failure} words={failure && wordsOf(failure)} focus />
        <Button look="primary" type="submit" busy={busy} className="w-full">
          {busy ? "Asking …" : `Make ${count === null ? "pictures" : plural(count, "picture")}`}
        </Button>
      </div>
    </form>
  );
}

/** What the API names at fault is said with its words; the form's own fields were looked at before. */
function wordsOf(error: Error): string | undefined {
  const details = error instanceof ApiError ? Object.values(error.details) : [];
  return details.length > 0 ? details.map((each) => `${sentence(each)}.`).join(" ") : undefined;
}

function useAsking(wish: Wish, prompt: RefObject<HTMLTextAreaElement | null>, onStarted: () => void) {
  const actions = useImageActions();
  const [photos, setPhotos] = useState<Photo[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const key = useRef(crypto.randomUUID()); // a second click, or a second try after a lost answer, is paid once

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = mistakesOf(wish);
    setMistakes(found);
    setFailure(undefined);
    if (found.prompt) prompt.current?.focus();
    if (Object.keys(found).length > 0 || objectionTo(photos)) return;
    if (areSending(photos)) return setFailure(new Error("A photo is still being checked. Wait a moment."));
    setBusy(true);
    try {
      await actions.generate(requestOf(wish, referencesOf(photos)), key.current);
      key.current = crypto.randomUUID();
      onStarted();
    } catch (error) {
      if (!isLost(error)) key.current = crypto.randomUUID();
      setFailure(error as Error);
    } finally {
      setBusy(false);
    }
  };
  return { submit, busy, failure, mistakes, photos, setPhotos };
}

/** Nobody knows whether it was begun: the same key asks for it once more, and not twice. */
const isLost = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 500);
