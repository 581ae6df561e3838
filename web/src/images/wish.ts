/** What is asked for, as the form holds it; its mistakes, its price, and the request that it becomes. */

import type { AspectRatio, Credits, Format, Generation, GenerationRequest, Quality, Style } from "../api/types";

export const MOST_PICTURES = 100;
export const LONGEST_PROMPT = 4000;

export interface Wish {
  prompt: string;
  /** The prompt is sent word for word, without its style. */
  verbatim: boolean;
  style: Style;
  quality: Quality;
  aspectRatio: AspectRatio;
  count: string;
  model: string;
  format: Format;
}

export type Mistakes = Partial<Record<"prompt" | "count", string>>;

export const EMPTY: Wish = {
  prompt: "",
  verbatim: false,
  style: "natural",
  quality: "medium",
  aspectRatio: "1:1",
  count: "1",
  model: "",
  format: "webp",
};

/** How many pictures; null where that is not a number in its limits. */
export function countOf({ count }: Wish): number | null {
  const number = Number(count.trim() || Number.NaN);
  return Number.isInteger(number) && number >= 1 && number <= MOST_PICTURES ? number : null;
}

export function mistakesOf(wish: Wish): Mistakes {
  const mistakes: Mistakes = {};
  if (!wish.prompt.trim()) mistakes.prompt = "Say what is to be seen.";
  if (wish.prompt.trim().length > LONGEST_PROMPT) mistakes.prompt = `At most ${LONGEST_PROMPT} characters.`;
  if (countOf(wish) === null) mistakes.count = `Give a whole number from 1 to ${MOST_PICTURES}.`;
  return mistakes;
}

/** In credits; null where the number or the prices are not known. */
export function priceOf(wish: Wish, credits: Credits | undefined): number | null {
  const [count, each] = [countOf(wish), credits?.prices[wish.quality]];
  return count === null || each === undefined ? null : count * each;
}

export interface References {
  productImages: string[];
  modelImages: string[];
}

/** What is sent; what is left as it is by default is not mentioned. */
export function requestOf(wish: Wish, references: References): Partial<GenerationRequest> {
  const prompt = wish.prompt.trim();
  const { style, quality, aspectRatio, format } = wish;
  return {
    ...(wish.verbatim ? { customPrompt: prompt } : { prompt, style }),
    ...(wish.model && { model: wish.model }),
    quality,
    aspectRatio,
    format,
    count: countOf(wish) ?? 1,
    ...references,
  };
}

/** An earlier wish, to be asked for again with changes. */
export function wishOf({ prompt, style, quality, aspectRatio, count, model }: Generation): Wish {
  return { ...EMPTY, prompt, style, quality, aspectRatio, count: String(count), model: model ?? "" };
}
