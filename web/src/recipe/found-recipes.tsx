/** The stored recipes that meet some conditions, a page at a time, through loading, failing and finding nothing. */

import type { ReactNode } from "react";
import { useFound } from "../api/queries";
import type { Recipe } from "../api/types";
import { Button } from "../ui/button";
import { Failure, Loading } from "../ui/notice";
import { plural } from "../words";

interface Props {
  conditions: Record<string, string>;
  /** What is said where there are none. */
  none: ReactNode;
  children: (recipes: Recipe[]) => ReactNode;
}

export function FoundRecipes({ conditions, none, children }: Props) {
  const found = useFound(conditions);
  const recipes = found.data?.pages.flatMap((page) => page.recipes) ?? [];
  if (found.error && recipes.length === 0) {
    return <Failure title="The recipes cannot be read" error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (found.isPending) return <Loading what="the recipes" />;
  if (recipes.length === 0) return none;
  return (
    <>
      <p role="status" className="sr-only">
        {plural(recipes.length, "recipe")}
        {found.hasNextPage && ", and more"}
      </p>
      {children(recipes)}
      {found.hasNextPage && <More busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()} />}
    </>
  );
}

interface MoreProps {
  busy?: boolean;
  onClick: () => void;
  words?: string;
}

export function More({ busy, onClick, words = "Show more" }: MoreProps) {
  return (
    <div className="mt-8 text-center">
      <Button busy={busy} onClick={onClick}>
        {words}
      </Button>
    </div>
  );
}
