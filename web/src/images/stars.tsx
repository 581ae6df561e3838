/** One to five stars; the same once more takes them away. */

import { ToggleGroup } from "radix-ui";
import { classes } from "../ui/classes";
import { Icon } from "../ui/icon";

const STARS = [1, 2, 3, 4, 5];

export function Stars({ rating, onRate }: { rating: number | null; onRate: (rating: number | null) => void }) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label="Rating"
      value={rating === null ? "" : String(rating)}
      onValueChange={(value) => onRate(value ? Number(value) : null)}
      className="flex"
    >
      {STARS.map((star) => {
        const on = rating !== null && star <= rating;
        return (
          <ToggleGroup.Item
            key={star}
            value={String(star)}
            aria-label={`${star} of 5`}
            className={classes(
              "grid size-10 place-items-center rounded-control hover:bg-sunken",
              on ? "text-accent" : "text-edge",
            )}
          >
            <Icon name="star" className={classes("size-6", on && "fill-current")} />
          </ToggleGroup.Item>
        );
      })}
    </ToggleGroup.Root>
  );
}
