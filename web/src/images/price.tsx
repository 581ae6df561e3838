/** What is asked for costs so much of what one has; said before it begins. */

import type { UseQueryResult } from "@tanstack/react-query";
import type { Credits } from "../api/types";
import { Button } from "../ui/button";
import { priceOf, type Wish } from "./wish";
import { creditsOf } from "./words";

const ADVICE = "Take fewer pictures or a lower quality, or ask an administrator for more.";

export function Price({ wish, credits }: { wish: Wish; credits: UseQueryResult<Credits> }) {
  const { data, error, refetch } = credits;
  if (!data) {
    if (!error) return <p className="text-soft">Reading your credits …</p>;
    return (
      <div role="alert" className="flex items-center justify-between gap-4 text-bad">
        Your credits cannot be read.
        <Button onClick={() => void refetch()}>Try again</Button>
      </div>
    );
  }
  const price = priceOf(wish, data);
  const missing = price === null ? 0 : price - data.balance;
  return (
    <div>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="serif text-title tabular-nums">{price === null ? "–" : creditsOf(price)}</span>
        <span className="text-caption text-soft tabular-nums">
          {data.prices[wish.quality]} each · you have {creditsOf(data.balance)}
        </span>
      </p>
      <p role="status" className="mt-1 text-caption font-medium text-warn">
        {missing > 0 && `${creditsOf(missing)} ${missing === 1 ? "is" : "are"} missing. ${ADVICE}`}
      </p>
    </div>
  );
}
