/** Photos to go by: each is being checked, kept under a name, or refused in words. */

import { keepPhoto } from "./queries";
import type { References } from "./wish";

export const MOST_PHOTOS = 4; // of each kind
export const KINDS = { product: "A product", model: "A person or pose" };
export type Kind = keyof typeof KINDS;

export interface Photo {
  key: string;
  name: string;
  kind: Kind;
  preview?: string;
  reference?: string;
  refused?: string;
}

export const referencesOf = (photos: Photo[]): References => ({
  productImages: kept(photos, "product"),
  modelImages: kept(photos, "model"),
});

const kept = (photos: Photo[], kind: Kind) =>
  photos.flatMap((photo) => (photo.kind === kind && photo.reference ? [photo.reference] : []));

export const areSending = (photos: Photo[]) => photos.some((photo) => !photo.reference && !photo.refused);

/** What stands in the way of asking with these photos; nothing where all is well. */
export function objectionTo(photos: Photo[]): string | undefined {
  const references = Object.values(referencesOf(photos));
  return references.some((each) => each.length > MOST_PHOTOS) ? `At most ${MOST_PHOTOS} photos of a kind.` : undefined;
}

export type Change = (change: (photos: Photo[]) => Photo[]) => void;

/** It stands in the list at once, then with what became of it. */
export async function keep(name: string, read: () => Promise<{ photo: string; preview?: string }>, onChange: Change) {
  const key = crypto.randomUUID();
  const change = (facts: Partial<Photo>) =>
    onChange((photos) => photos.map((each) => (each.key === key ? { ...each, ...facts } : each)));
  onChange((photos) => [...photos, { key, name, kind: "product" }]);
  try {
    const { photo, preview } = await read();
    change({ preview });
    change(await keepPhoto(photo));
  } catch (error) {
    change({ refused: (error as Error).message });
  }
}

export function nameOf(url: string): string {
  try {
    const { hostname, pathname } = new URL(url);
    return pathname.split("/").at(-1) || hostname;
  } catch {
    return url;
  }
}
