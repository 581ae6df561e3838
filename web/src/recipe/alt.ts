/** What a photograph shows, for who cannot see it: the API keeps no words for it, so the recipe's own serve. */

import type { Recipe } from "../api/types";

const NAMED = 3;

/** "Lentil Cakes: a photograph of the dish, with lentils, carrot and cumin." */
export function altOf({ name, ingredients }: Pick<Recipe, "name" | "ingredients">): string {
  const main = ingredients.slice(0, NAMED).map((ingredient) => ingredient.name);
  return main.length > 0 ? `${altOfName(name)}, with ${inWords(main)}` : altOfName(name);
}

/** Of a recipe of which only the name is known yet. */
export const altOfName = (name: string) => `${name}: a photograph of the dish`;

const inWords = (names: string[]) => new Intl.ListFormat("en-GB").format(names);
