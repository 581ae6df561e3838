/** One draft to decide on: why it was not accepted, and what a person can do with it. */

import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useActions } from "../api/actions";
import type { Edits, Nutrition, Review } from "../api/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field, TextArea } from "../ui/field";
import { Icon } from "../ui/icon";
import { Problem } from "../ui/problem";
import { sentence } from "../words";
import { amountOf } from "./ingredients";

export function DraftEntry({ review }: { review: Review }) {
  const { accept, reject } = useActions();
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const decide = async (decision: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    await decision().then(() => setEditing(false), setError);
    setBusy(false);
  };
  return (
    <li className="space-y-4 rounded-card border border-line bg-raised p-4 sm:p-6">
      <div>
        <h2 className="text-lead">{review.draft.name}</h2>
        <p className="mt-1 text-soft">{review.draft.description}</p>
      </div>
      <ul className="space-y-1">
        {review.reasons.map((reason) => (
          <li key={reason} className="flex gap-2 text-warn">
            <Icon name="warning" className="mt-1 size-4" />
            {sentence(reason)}
          </li>
        ))}
      </ul>
      <InFull review={review} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" busy={busy} onClick={() => void decide(() => accept(review, {}))}>
          Accept
        </Button>
        <Button onClick={() => setEditing(true)}>
          <Icon name="edit" className="size-4" /> Edit
        </Button>
        <Button look="danger" busy={busy} onClick={() => void decide(() => reject(review))}>
          Reject
        </Button>
      </div>
      {!editing && <Problem error={error} />}
      {editing && (
        <Dialog title="Edit and accept" onClose={() => setEditing(false)} wide>
          <Problem error={error} />
          <Editor review={review} busy={busy} onAccept={(edits) => void decide(() => accept(review, edits))} />
        </Dialog>
      )}
    </li>
  );
}

/** What one has to know to accept it: its figures at once, what goes in and how it is made on asking. */
function InFull({ review: { batchId, draft } }: { review: Review }) {
  const { nutrition } = draft;
  const facts = [
    [...draft.mealTypes, ...draft.dietaryTags].join(", "),
    `serves ${draft.servings}`,
    `${draft.prepTimeMinutes} + ${draft.cookTimeMinutes} min`,
    `${Math.round(nutrition.caloriesKcal)} kcal`,
    `${Math.round(nutrition.proteinGrams)} g protein`,
  ];
  return (
    <div className="text-caption text-soft">
      <p>
        {facts.filter(Boolean).join(" · ")}
        {" · "}
        <Link href={`/batches/${batchId}`} className="underline hover:text-ink">
          Its batch
        </Link>
      </p>
      <details className="mt-1">
        <summary className="w-fit hover:text-ink">Ingredients and method</summary>
        <div className="mt-3 grid gap-4 text-body text-ink md:grid-cols-[1fr_2fr]">
          <ul className="space-y-1">
            {draft.ingredients.map((ingredient, index) => (
              <li key={`${index}-${ingredient.name}`}>
                {amountOf(ingredient)} {ingredient.name}
              </li>
            ))}
          </ul>
          <ol className="max-w-prose list-decimal space-y-1 pl-6">
            {draft.instructions.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      </details>
    </div>
  );
}

const NUTRIENTS = [
  ["caloriesKcal", "Energy", "kcal"],
  ["proteinGrams", "Protein", "g"],
  ["carbsGrams", "Carbohydrate", "g"],
  ["fatGrams", "Fat", "g"],
] as const satisfies [keyof Nutrition, string, string][];

interface EditorProps {
  review: Review;
  busy: boolean;
  onAccept: (edits: Edits) => void;
}

function Editor({ review: { draft }, busy, onAccept }: EditorProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onAccept(editsOf(new FormData(event.currentTarget), draft.nutrition));
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field label="Name" name="name" defaultValue={draft.name} required maxLength={255} />
      <TextArea label="Description" name="description" rows={3} defaultValue={draft.description} required />
      <TextArea
        label="Method, a step a line"
        name="instructions"
        rows={6}
        defaultValue={draft.instructions.join("\n")}
        required
      />
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-5">
        <Field label="Ready in" unit="min" name="prep" type="number" min={0} defaultValue={draft.prepTimeMinutes} />
        {NUTRIENTS.map(([name, label, unit]) => (
          <Field
            key={name}
            label={label}
            unit={unit}
            name={name}
            type="number"
            min={0}
            step="any"
            defaultValue={draft.nutrition[name]}
            required
          />
        ))}
      </div>
      <div className="flex justify-end">
        <Button look="primary" type="submit" busy={busy}>
          Accept
        </Button>
      </div>
    </form>
  );
}

function editsOf(form: FormData, nutrition: Nutrition): Edits {
  const text = (name: string) => String(form.get(name)).trim();
  const lines = text("instructions").split("\n");
  const changed = NUTRIENTS.map(([name]) => [name, Number(text(name))]);
  return {
    name: text("name"),
    description: text("description"),
    instructions: lines.map((line) => line.trim()).filter(Boolean),
    prepTimeMinutes: Number(text("prep")),
    nutrition: { ...nutrition, ...Object.fromEntries(changed) },
  };
}
