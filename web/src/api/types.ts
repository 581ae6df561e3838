/** The shapes of the API, by the names the API gives them. Times are milliseconds, money is US dollars. */

export const MEAL_TYPES = ["breakfast", "lunch", "dinner", "snack"] as const;
export const DIETS = [
  "vegan",
  "vegetarian",
  "pescatarian",
  "keto",
  "paleo",
  "gluten-free",
  "dairy-free",
  "nut-free",
  "low-carb",
  "low-fat",
  "high-protein",
  "halal",
  "kosher",
] as const;
export const GOALS = ["weight_loss", "muscle_gain", "maintenance", "endurance"] as const;
export const AGENTS = ["concept", "chef", "validator", "storage", "artist", "coordinator", "monitor"] as const;

export type MealType = (typeof MEAL_TYPES)[number];
export type Diet = (typeof DIETS)[number];
export type Goal = (typeof GOALS)[number];
export type Agent = (typeof AGENTS)[number];
export type Activity = "idle" | "working" | "complete" | "error";
export type Phase =
  | "planning"
  | "generating"
  | "validating"
  | "saving"
  | "imaging"
  | "complete"
  | "error"
  | "cancelled";
export type Stage =
  | "planned"
  | "writing"
  | "written"
  | "checked"
  | "saved"
  | "imaging"
  | "done"
  | "placeholder"
  | "failed"
  | "cancelled";

export interface BatchRequest {
  count: number;
  mealTypes: MealType[];
  dietaryRestrictions: Diet[];
  mainIngredient: string | null;
  fitnessGoal: Goal | null;
  naturalLanguagePrompt: string | null;
  maxPrepTime: number | null;
  targetCalories: number | null;
  maxCalories: number | null;
  minProtein: number | null;
  maxProtein: number | null;
  minCarbs: number | null;
  maxCarbs: number | null;
  minFat: number | null;
  maxFat: number | null;
  enableImageGeneration: boolean;
  enableS3Upload: boolean;
  enableNutritionValidation: boolean;
  budgetUsd: number | null;
  seed: number | null;
}

export interface UnitView {
  position: number;
  name: string | null;
  stage: Stage;
  recipeId: string | null;
  imageUrl: string | null;
  placeholder: boolean;
  quality: number | null;
  reason: string | null;
}

export interface UnitError {
  position: number | null;
  name: string | null;
  reason: string;
}

export interface Snapshot {
  batchId: string;
  phase: Phase;
  currentChunk: number;
  totalChunks: number;
  recipesCompleted: number;
  totalRecipes: number;
  recipesFixed: number;
  recipesRewritten: number;
  recipesInReview: number;
  imagesGenerated: number;
  placeholderCount: number;
  failed: number;
  cancelled: number;
  estimatedTimeRemaining: number | null;
  estimatedTimeLow: number | null;
  estimatedTimeHigh: number | null;
  stallsIn: number | null;
  agentStatus: Record<Agent, Activity>;
  costUsd: number;
  costInFlightUsd: number;
}

/** `recipes` holds what changed since the connection's last event; its first event holds all of them. */
export interface ProgressEvent extends Snapshot {
  recipes: UnitView[];
}

export interface CompleteEvent {
  batchId: string;
  totalRecipes: number;
  savedRecipes: number;
  imagesGenerated: number;
  placeholderCount: number;
  totalTime: number;
  success: boolean;
  errors: UnitError[];
}

export interface FailedEvent {
  batchId: string;
  error: string;
  phase: Phase;
  recipesCompleted: number;
  totalRecipes: number;
}

export interface BatchLine {
  batchId: string;
  createdAt: string;
  request: BatchRequest;
  ended: boolean;
  /** When somebody asked for it; what was under way then still comes to its end. */
  cancelledAt: string | null;
  retries: number;
  progress: Snapshot;
}

export interface BatchDetail extends BatchLine {
  correlationId: string;
  deadline: string;
  plannedAt: string | null;
  closedAt: string | null;
  errorCode: string | null;
  recipes: UnitView[];
  errors: UnitError[];
}

export interface BatchStarted {
  message: string;
  batchId: string;
  count: number;
}

export interface Ingredient {
  name: string;
  amount: number;
  unit: string;
  grams: number | null;
}

/** Per serving: energy in kcal, masses in grams, sodium in milligrams; null where it is not known, which is not 0. */
export interface Nutrition {
  calories_kcal: number;
  protein_grams: number;
  carbs_grams: number;
  fat_grams: number;
  fibre_grams: number | null;
  sugar_grams: number | null;
  saturated_fat_grams: number | null;
  sodium_mg: number | null;
  alcohol_grams: number;
}

/** Where an ingredient's figures come from; the food is null where no USDA food is known by that name. */
export interface Source {
  text: string;
  fdc_id: number | null;
  description: string | null;
  /** What is eaten, null where nobody can tell; `rule` says why it is less than is weighed. */
  grams: number | null;
  evidence: "stated" | "portion" | "density" | "default" | "unresolved";
  /** Of the match, 0 to 1. */
  confidence: number;
  rule: string | null;
}

/** Names of one list of law. */
export interface Declared {
  contains: string[];
  may_contain: string[];
}

/** While there are words that nobody knows (`unassessed`), an allergen not named is not ruled out. */
export interface Allergens {
  eu: Declared;
  us: Declared;
  unassessed: string[];
}

/**
 * `nutrition` is what we stand for, `claimedNutrition` what the writer said. There are no sources where the claim was
 * taken as it is, otherwise one for each ingredient; allergens are null until assessed.
 */
export interface Recipe {
  id: string;
  name: string;
  description: string;
  mealTypes: MealType[];
  dietaryTags: Diet[];
  mainIngredientTags: string[];
  ingredients: Ingredient[];
  instructions: string[];
  prepTimeMinutes: number;
  cookTimeMinutes: number;
  servings: number;
  caloriesKcal: number;
  nutrition: Nutrition;
  claimedNutrition: Nutrition;
  nutritionChanges: string[];
  ingredientSources: Source[];
  allergens: Allergens | null;
  qualityScore: number;
  qualityReasons: string[];
  imageUrl: string;
  imageIsPlaceholder: boolean;
  imageReason: string | null;
  imageAlt?: string | null;
  batchId: string;
  batchPosition: number;
  model: string;
  costUsd: number;
  isApproved: boolean;
  createdAt: string;
}

export interface RecipePage {
  batchId: string;
  recipes: Recipe[];
  nextAfter: number | null;
}

export interface AgentMetrics {
  calls: number;
  successes: number;
  failures: number;
  retries: number;
  p50Ms: number | null;
  p95Ms: number | null;
  truncated: boolean;
}

export interface Metrics {
  since: string;
  agents: Record<string, AgentMetrics>;
  batches: { total: number; active: number; completed: number; errored: number };
  sse: { openConnections: number; eventsSent: number; uptime: number | null; truncated: boolean };
}

/** One thing that went wrong; no position is the batch itself. `consoleUrl` is null where there is no console. */
export interface BatchFailure {
  position: number | null;
  name: string | null;
  stage: Stage | null;
  code: string | null;
  whatHappened: string;
  whatToDo: string;
  consoleUrl: string | null;
}

export interface BatchErrors {
  batchId: string;
  correlationId: string;
  failures: BatchFailure[];
}

export type RetryWhat = "failed" | "images";

/** What a retry would run; `whyNot` is null where it may be begun. */
export interface RetryPreview {
  batchId: string;
  what: RetryWhat;
  recipes: UnitView[];
  texts: number;
  images: number;
  estimatedCostUsd: number;
  estimatedSeconds: number;
  budgetLeftUsd: number | null;
  whyNot: string | null;
}

export interface FoundRecipes {
  recipes: Recipe[];
  nextAfter: string | null;
}

/** A draft that was not accepted: `reasons` say why, and a person decides. */
export interface Review {
  batchId: string;
  position: number;
  draft: {
    name: string;
    description: string;
    instructions: string[];
    prep_time_minutes: number;
    nutrition: Nutrition;
  };
  reasons: string[];
  createdAt: string;
}

/** What a person changes in a draft before it is accepted. */
export interface Edits {
  name?: string;
  description?: string;
  instructions?: string[];
  prepTimeMinutes?: number;
  nutrition?: Nutrition;
}
