/** What a batch will take: time as a range, and money. */

/** What the default models take, measured; the batch itself shows what is really paid. */
export const TEXT_USD = 0.0011; // a recipe, repairs included
export const IMAGE_USD = 0.0132; // a picture
const START_MS = 8_000;
const CHUNK_MS = 14_000; // five recipes; chunks run side by side
const IMAGE_MS = 18_000; // a picture
const IMAGES_AT_ONCE = 10;

export interface Estimate {
  textUsd: number;
  imagesUsd: number;
  low: number;
  high: number;
}

export function estimateOf(count: number, pictures: boolean): Estimate {
  const photographing = pictures ? Math.ceil(count / IMAGES_AT_ONCE) * IMAGE_MS : 0;
  const time = START_MS + CHUNK_MS + photographing;
  return {
    textUsd: count * TEXT_USD,
    imagesUsd: pictures ? count * IMAGE_USD : 0,
    low: time * 0.7,
    high: time * 1.6,
  };
}
