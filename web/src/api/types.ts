/** The shapes of the API as `openapi.json` has them, some by shorter names. Times are milliseconds, money is US dollars. */

import type { AgentStatus, RecipeEdit } from "./schema";

export type * from "./schema";
export type {
  AllergensView as Allergens,
  Complete as CompleteEvent,
  CreditsView as Credits,
  DeclaredView as Declared,
  Failed as FailedEvent,
  GenerationView as Generation,
  NutritionView as Nutrition,
  PictureView as Picture,
  Progress as ProgressEvent,
  QueueView as Queue,
  RecipeView as Recipe,
  ReviewView as Review,
  SourceView as Source,
  What as RetryWhat,
} from "./schema";
export {
  aspectRatioValues as RATIOS,
  dietValues as DIETS,
  fitnessGoalValues as GOALS,
  formatValues as FORMATS,
  mealTypeValues as MEAL_TYPES,
  qualityValues as QUALITIES,
  statusValues as STATUSES,
  styleValues as STYLES,
} from "./schema";

export type Agent = keyof AgentStatus;

/** What a person changes; what is left out stays. */
export type Edits = Partial<RecipeEdit>;
