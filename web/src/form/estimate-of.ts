/** What a batch will take: time as a range, and money. Every figure that is assumed stands here, with its source. */

import type { Costs } from "../api/types";

/** US dollars of a recipe's text, repairs included, and of a picture. */
export interface Prices {
  text: number;
  image: number;
}

/** As the API reckons for the default models: 100 recipes with pictures come to $1.16, of which $1.10 are pictures. */
export const LIST_PRICES: Prices = { text: 0.0006, image: 0.011 };

/** So many recipes, or pictures, say what one costs. */
const ENOUGH = 20;

/** What was paid of late, as `GET /cost` tells; at list prices where that is too little to tell. */
export function pricesOf(costs: Costs | undefined): Prices {
  const paid = costs?.batches ?? [];
  const total = (of: (batch: (typeof paid)[number]) => number) => paid.reduce((sum, batch) => sum + of(batch), 0);
  const [recipes, images] = [total((batch) => batch.recipes), total((batch) => batch.images)];
  return {
    text: recipes >= ENOUGH ? total((batch) => batch.textsUsd) / recipes : LIST_PRICES.text,
    image: images >= ENOUGH ? total((batch) => batch.imagesUsd) / images : LIST_PRICES.image,
  };
}

/** As the API reckons for the preview of a retry (`progress/retrying.py`, `settings.py`). */
const TEXT_MS = 8_000; // a call of the writer
const IMAGE_MS = 12_000; // a picture
const IMAGES_AT_ONCE = 10;
const IMAGES_A_MINUTE = 50;
const CALLS_IN_TURN = 3; // the plan, then a chunk of five recipes, three at once; chunks run side by side

/** Work in the provider's jobs: half the price, within a day. */
const OVERNIGHT_SHARE = 0.5;
const HOUR_MS = 3_600_000;

export interface Estimate {
  textUsd: number;
  imagesUsd: number;
  low: number;
  high: number;
}

/** The same in the provider's jobs; they usually take an hour or a few, and at most a day. */
export function overnight(estimate: Estimate): Estimate {
  return {
    textUsd: estimate.textUsd * OVERNIGHT_SHARE,
    imagesUsd: estimate.imagesUsd * OVERNIGHT_SHARE,
    low: HOUR_MS,
    high: 24 * HOUR_MS,
  };
}

export function estimateOf(count: number, pictures: boolean, prices: Prices): Estimate {
  const byTurns = Math.ceil(count / IMAGES_AT_ONCE) * IMAGE_MS;
  const byPace = (count / IMAGES_A_MINUTE) * 60_000;
  const time = CALLS_IN_TURN * TEXT_MS + (pictures ? Math.max(byTurns, byPace) : 0);
  return {
    textUsd: count * prices.text,
    imagesUsd: pictures ? count * prices.image : 0,
    low: time * 0.7,
    high: time * 1.6,
  };
}
