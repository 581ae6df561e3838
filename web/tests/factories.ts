/** Batches and recipes as the API would give them, each fact replaceable. */

import type {
  BatchCost,
  BatchDetail,
  BatchRequest,
  Costs,
  Generation,
  Picture,
  ProgressEvent,
  Recipe,
  Snapshot,
  Source,
  UnitView,
} from "../src/api/types";

export const BATCH_ID = "5a7c2f6e-0000-4000-8000-000000000001";

export function aRequest(facts: Partial<BatchRequest> = {}): BatchRequest {
  return {
    count: 4,
    mealTypes: [],
    dietaryRestrictions: [],
    mainIngredient: null,
    fitnessGoal: null,
    naturalLanguagePrompt: null,
    maxPrepTime: null,
    targetCalories: null,
    maxCalories: null,
    minProtein: null,
    maxProtein: null,
    minCarbs: null,
    maxCarbs: null,
    minFat: null,
    maxFat: null,
    enableImageGeneration: true,
    enableS3Upload: true,
    enableNutritionValidation: true,
    overnight: false,
    budgetUsd: null,
    seed: null,
    ...facts,
  };
}

export function aUnit(facts: Partial<UnitView> = {}): UnitView {
  return {
    position: 0,
    name: null,
    stage: "planned",
    recipeId: null,
    imageUrl: null,
    placeholder: false,
    quality: null,
    reason: null,
    unreadable: false,
    ...facts,
  };
}

export function aSnapshot(facts: Partial<Snapshot> = {}): Snapshot {
  return {
    batchId: BATCH_ID,
    phase: "generating",
    currentChunk: 0,
    totalChunks: 1,
    recipesCompleted: 0,
    totalRecipes: 4,
    recipesFixed: 0,
    recipesRewritten: 0,
    recipesInReview: 0,
    imagesGenerated: 0,
    placeholderCount: 0,
    failed: 0,
    cancelled: 0,
    estimatedTimeRemaining: null,
    estimatedTimeLow: null,
    estimatedTimeHigh: null,
    stallsIn: null,
    agentStatus: {
      concept: "complete",
      chef: "working",
      validator: "idle",
      artist: "idle",
      coordinator: "working",
      monitor: "working",
      storage: "idle",
    },
    costUsd: 0,
    costInFlightUsd: 0,
    ...facts,
  };
}

export function aBatch(facts: Partial<BatchDetail> = {}): BatchDetail {
  return {
    batchId: BATCH_ID,
    createdAt: "2026-11-21T12:00:00Z",
    request: aRequest(),
    ended: false,
    cancelledAt: null,
    retries: 0,
    unreadable: 0,
    progress: aSnapshot(),
    correlationId: BATCH_ID,
    deadline: "2026-11-21T13:00:00Z",
    plannedAt: "2026-11-21T12:00:05Z",
    closedAt: null,
    errorCode: null,
    recipes: [0, 1, 2, 3].map((position) => aUnit({ position })),
    errors: [],
    ...facts,
  };
}

export function aProgressEvent(recipes: UnitView[], facts: Partial<Snapshot> = {}): ProgressEvent {
  return { ...aSnapshot(facts), recipes };
}

const NUTRITION = {
  caloriesKcal: 620,
  proteinGrams: 59,
  carbsGrams: 62,
  fatGrams: 17,
  fibreGrams: 11,
  sugarGrams: 7,
  saturatedFatGrams: 3,
  sodiumMg: 482,
  alcoholGrams: 0,
};

export function aSource(facts: Partial<Source> = {}): Source {
  return {
    text: "2 cup lentils",
    fdcId: 172421,
    description: "Lentils, cooked",
    grams: 384,
    evidence: "portion",
    confidence: 1,
    rule: null,
    ...facts,
  };
}

export function aRecipe(facts: Partial<Recipe> = {}): Recipe {
  return {
    id: "02240c76-b688-57ed-9f56-ed051f660d90",
    name: "Lentil Cakes",
    description: "Crisp cakes.",
    mealTypes: ["dinner"],
    dietaryTags: ["vegetarian"],
    mainIngredientTags: ["lentils"],
    ingredients: [{ name: "lentils", amount: 2, unit: "cup", grams: 384 }],
    instructions: ["Shape.", "Fry."],
    prepTimeMinutes: 20,
    cookTimeMinutes: 12,
    servings: 2,
    caloriesKcal: 620,
    proteinGrams: 59,
    carbsGrams: 62,
    fatGrams: 17,
    nutrition: NUTRITION,
    claimedNutrition: NUTRITION,
    nutritionChanges: [],
    ingredientSources: [],
    allergens: null,
    qualityScore: 100,
    qualityReasons: [],
    imageUrl: "/images/recipes/cakes/large-0.webp",
    imageIsPlaceholder: false,
    imageReason: null,
    batchId: BATCH_ID,
    batchPosition: 0,
    model: "simulated",
    costUsd: 0.0005,
    isApproved: false,
    createdAt: "2026-11-21T12:01:00Z",
    updatedAt: "2026-11-21T12:01:00Z",
    ...facts,
  };
}

export function aPicture(facts: Partial<Picture> = {}): Picture {
  return {
    id: "7b1f0000-0000-4000-8000-000000000001",
    generationId: "9c2e0000-0000-4000-8000-000000000001",
    position: 0,
    subject: null,
    url: "/images/generated/ab/whole.webp",
    thumbnailUrl: "/images/generated/ab/thumbnail.webp",
    variants: {},
    prompt: "A bowl of ramen",
    altText: "A bowl of ramen, seen from the side",
    blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
    provider: "openai",
    model: "gpt-image-1.5",
    width: 1024,
    height: 1024,
    format: "webp",
    bytes: 84_000,
    generationMs: 11_800,
    quality: 96,
    rating: null,
    createdAt: "2026-11-21T12:01:00Z",
    costUsd: null,
    ...facts,
  };
}

export function aGeneration(facts: Partial<Generation> = {}): Generation {
  return {
    id: "9c2e0000-0000-4000-8000-000000000001",
    status: "completed",
    progress: 100,
    step: "Complete",
    secondsLeft: null,
    queuePosition: null,
    prompt: "A bowl of ramen",
    style: "studio",
    model: null,
    quality: "low",
    aspectRatio: "3:2",
    subject: null,
    count: 1,
    made: 1,
    price: 2,
    run: 0,
    mayCancel: false,
    mayRetry: false,
    cancelRequested: false,
    createdAt: "2026-11-21T12:00:00Z",
    startedAt: "2026-11-21T12:00:10Z",
    endedAt: null,
    errorCode: null,
    error: null,
    pictures: [],
    ...facts,
  };
}

/** One batch, paid for. */
export function someCosts(facts: Partial<BatchCost> = {}): Costs {
  const batch = {
    batchId: BATCH_ID,
    createdAt: "2026-11-21T12:00:00Z",
    settledUsd: 0.03,
    inFlightUsd: 0,
    textsUsd: 0.004,
    imagesUsd: 0.026,
    budgetUsd: null,
    recipes: 4,
    images: 2,
    perRecipeUsd: 0.001,
    perImageUsd: 0.013,
    unreadable: 0,
    ...facts,
  };
  const day = { day: "2026-11-21", batches: 1, settledUsd: batch.settledUsd, inFlightUsd: 0 };
  return {
    since: "2026-10-22T12:00:00Z",
    settledUsd: batch.settledUsd,
    inFlightUsd: 0,
    batches: [batch],
    days: [day],
    truncated: false,
  };
}
