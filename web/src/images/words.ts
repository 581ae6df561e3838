/** Generations in words. */

import type { Generation, Queue, Status } from "../api/types";
import type { Tone } from "../ui/badge";
import { duration, moment, plural, sentence } from "../words";

export const STATES: Record<Status, { words: string; tone: Tone }> = {
  pending: { words: "Waiting", tone: "plain" },
  processing: { words: "In work", tone: "good" },
  completed: { words: "Done", tone: "plain" },
  failed: { words: "Failed", tone: "bad" },
  cancelled: { words: "Cancelled", tone: "plain" },
};

export const FORMAT_NAMES = { webp: "WebP", jpg: "JPEG", png: "PNG" };

export const creditsOf = (count: number) => plural(count, "credit");

/** Studio · medium · 3:2 · 2 pictures · 6 credits · today, 11:20 */
export function factsOf({ style, quality, aspectRatio, model, count, price, run, createdAt }: Generation): string {
  const paid = run > 0 ? `${creditsOf(price)} for what was missing` : creditsOf(price);
  const facts = [sentence(style), `${quality} quality`, aspectRatio, plural(count, "picture"), paid];
  return [...facts, ...(model ? [model] : []), moment(createdAt)].join(" · ");
}

/** How long it still takes; nothing where it has ended. */
export function timeLeft({ status, secondsLeft }: Generation): string {
  if (secondsLeft !== null) return `about ${duration(secondsLeft * 1000)} left`;
  if (status === "processing") return "taking longer than usual";
  return status === "pending" ? "nobody can say how long" : "";
}

/** What the whole house is doing. */
export function queueWords({ pending, processing, estimatedWaitSeconds: wait }: Queue): string {
  const queue = pending + processing === 0 ? "Nobody is waiting" : `${pending} waiting, ${processing} in work`;
  return wait === null ? `${queue}.` : `${queue}. What is asked for now is done in about ${duration(wait * 1000)}.`;
}
