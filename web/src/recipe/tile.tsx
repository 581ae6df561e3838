/** One stored recipe in a grid. */

import { Link } from "wouter";
import type { Recipe } from "../api/types";
import { Quality } from "../batch/recipe-card";
import { Photo } from "../ui/photo";
import { Plate } from "../ui/plate";
import { altOf } from "./alt";

export function RecipeTile({ recipe }: { recipe: Recipe }) {
  return (
    <Link href={`/batches/${recipe.batchId}/recipes/${recipe.id}`} className="group block rounded-card">
      <RecipePhoto recipe={recipe} />
      <div className="mt-2 flex items-start justify-between gap-2">
        <p className="leading-snug font-medium group-hover:underline">{recipe.name}</p>
        <Quality score={recipe.qualityScore} />
      </div>
      <p className="text-caption text-soft">
        {Math.round(recipe.nutrition.caloriesKcal)} kcal · {Math.round(recipe.nutrition.proteinGrams)} g protein
      </p>
    </Link>
  );
}

export function RecipePhoto({ recipe, className }: { recipe: Recipe; className?: string }) {
  const picture = recipe.imageIsPlaceholder ? null : recipe.imageUrl;
  return (
    <Photo src={picture} alt={altOf(recipe)} className={className ?? "aspect-[3/2] rounded-card"}>
      <Plate />
    </Photo>
  );
}
