/** What of a batch can be asked for again. */

import type { BatchDetail } from "../api/types";

export interface Missing {
  recipes: number;
  images: number;
}

export function retryable({ recipes, request }: BatchDetail): Missing {
  const lost = recipes.filter(({ stage }) => stage === "failed" || stage === "cancelled").length;
  const bare = request.enableImageGeneration ? recipes.filter(({ stage }) => stage === "placeholder").length : 0;
  return { recipes: lost, images: bare };
}
