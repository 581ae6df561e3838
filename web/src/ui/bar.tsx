/** A progress bar that only ever rises. */

import { Progress } from "radix-ui";

export function Bar({ share, label, tone = "accent" }: { share: number; label: string; tone?: "accent" | "bad" }) {
  const percent = Math.floor(share * 100);
  return (
    <Progress.Root
      value={percent}
      aria-label={label}
      className="h-2 w-full overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
    >
      <Progress.Indicator
        className={`h-full origin-left rounded-full transition-transform duration-500 ease-out ${tone === "bad" ? "bg-bad" : "bg-accent"}`}
        style={{ transform: `scaleX(${share})` }}
      />
    </Progress.Root>
  );
}
