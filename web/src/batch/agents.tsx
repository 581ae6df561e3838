/** A tile for each agent: who it is, whether it is at work, and what it has done. */

import type { Activity, Agent, BatchDetail } from "../api/types";
import { isSaved, wayOf } from "../live/progress";
import { classes } from "../ui/classes";
import { Icon } from "../ui/icon";

const NAMES: Record<Agent, string> = {
  concept: "Concept",
  chef: "Chef",
  validator: "Validator",
  storage: "Storage",
  artist: "Artist",
  coordinator: "Coordinator",
  monitor: "Monitor",
};

const STATES: Record<Activity, string> = { idle: "waiting", working: "at work", complete: "done", error: "failed" };
const COLOURS: Record<Activity, string> = {
  idle: "text-soft",
  working: "text-accent",
  complete: "text-accent",
  error: "text-bad",
};

export function Agents({ batch }: { batch: BatchDetail }) {
  return (
    <section aria-label="Agents">
      <ul className="grid grid-cols-2 gap-1 min-[30rem]:grid-cols-4 md:grid-cols-7">
        {(Object.keys(NAMES) as Agent[]).map((agent) => (
          <Tile
            key={agent}
            agent={agent}
            activity={batch.progress.agentStatus[agent]}
            done={doneBy(agent, batch)}
            state={stateOf(batch.progress.agentStatus[agent], batch)}
          />
        ))}
      </ul>
    </section>
  );
}

interface Props {
  agent: Agent;
  activity: Activity;
  done: string;
  state: string;
}

function Tile({ agent, activity, done, state }: Props) {
  const fault = state === STATES.error;
  const colour = activity === "error" && !fault ? COLOURS.idle : COLOURS[activity];
  return (
    <li
      className={classes(
        "relative flex items-center gap-2 rounded-control border px-2 py-2 transition-colors duration-500 last:col-span-2",
        "md:flex-col md:items-start md:gap-2 md:px-2 md:py-3 md:last:col-span-1",
        activity === "working" ? "border-accent bg-accent-wash" : "border-line bg-raised",
      )}
    >
      <Icon name={agent} className={classes("size-5", colour)} />
      <div className="min-w-0 text-caption">
        <p className="font-medium">{NAMES[agent]}</p>
        <p className="text-soft">
          {done || state}
          {done && <span className="sr-only">, {state}</span>}
        </p>
      </div>
      <span className={classes("absolute top-3 right-2", colour)}>
        {activity === "complete" && <Icon name="check" className="size-4" />}
        {fault && <Icon name="warning" className="size-4" />}
      </span>
    </li>
  );
}

/** What nobody came to is no fault of a batch that somebody cancelled, nor waits any more in one that has ended. */
function stateOf(activity: Activity, { ended, progress }: BatchDetail): string {
  if (ended && activity === "idle") return "not needed";
  if (progress.phase === "cancelled" && activity === "error") return "stopped";
  return STATES[activity];
}

/** What an agent has to show for itself; empty where that is nothing yet. */
function doneBy(agent: Agent, { recipes, progress, request }: BatchDetail): string {
  const past = (stage: "written" | "checked") =>
    recipes.filter((unit) => isSaved(unit) || (unit.stage !== "failed" && wayOf(unit.stage) >= wayOf(stage))).length;
  const counted = (count: number, what: string) => (count ? `${count} ${what}` : "");
  switch (agent) {
    case "concept":
      return counted(recipes.length, "planned");
    case "chef":
      return counted(past("written"), "written");
    case "validator":
      return request.enableNutritionValidation ? counted(past("checked"), "checked") : "not asked";
    case "storage":
      return counted(progress.recipesCompleted, "saved");
    case "artist":
      return request.enableImageGeneration ? counted(progress.imagesGenerated, "pictures") : "not asked";
    case "coordinator":
      return progress.totalChunks ? `${progress.currentChunk} of ${progress.totalChunks}` : "";
    case "monitor":
      return "";
  }
}
