/** The shapes of the API as `openapi.json` has them, some by shorter names. Times are milliseconds, money is US dollars. */

import type { AgentStatus, RecipeEdit } from "./schema";

export type * from "./schema";
export type {
  AllergensView as Allergens,
  Complete as CompleteEvent,
  DeclaredView as Declared,
  Failed as FailedEvent,
  NutritionView as Nutrition,
  Progress as ProgressEvent,
  RecipeView as Recipe,
  ReviewView as Review,
  SourceView as Source,
  What as RetryWhat,
} from "./schema";
export { dietValues as DIETS, fitnessGoalValues as GOALS, mealTypeValues as MEAL_TYPES } from "./schema";

export type Agent = keyof AgentStatus;

/** What a person changes; what is left out stays. */
export type Edits = Partial<RecipeEdit>;
