/** The allergens of a recipe under the lists of the EU and the US, and what nobody could assess. */

import type { Allergens, Declared } from "../api/types";
import { Badge, type Tone } from "../ui/badge";

export function AllergenList({ allergens }: { allergens: Allergens | null }) {
  return (
    <section aria-labelledby="allergens" className="space-y-3 rounded-card border border-line bg-raised p-4">
      <h2 id="allergens" className="text-lead">
        Allergens
      </h2>
      {allergens ? (
        <Assessed {...allergens} />
      ) : (
        <p className="text-warn">Not assessed, which is not the same as none.</p>
      )}
    </section>
  );
}

function Assessed({ eu, us, unassessed }: Allergens) {
  return (
    <>
      {isEmpty(eu) && <p className="text-soft">None of the EU’s fourteen was found in its ingredients.</p>}
      <Names words="Contains" names={eu.contains} tone="warn" />
      <Names words="May contain" names={eu.mayContain} tone="plain" />
      {unassessed.length > 0 && (
        <p className="text-caption text-warn">
          Not assessed: {unassessed.join(", ")}. An allergen that is not named is not ruled out.
        </p>
      )}
      <p className="border-t border-line pt-3 text-caption text-soft">In the US: {inWords(us)}.</p>
    </>
  );
}

function Names({ words, names, tone }: { words: string; names: string[]; tone: Tone }) {
  if (names.length === 0) return null;
  return (
    <div>
      <p className="text-caption text-soft">{words}</p>
      <ul aria-label={words} className="mt-1 flex flex-wrap gap-2">
        {names.map((name) => (
          <li key={name}>
            <Badge tone={tone}>{name}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}

const isEmpty = ({ contains, mayContain }: Declared) => contains.length + mayContain.length === 0;

function inWords(declared: Declared): string {
  if (isEmpty(declared)) return "none of the nine was found";
  const parts = [
    ["contains", declared.contains],
    ["may contain", declared.mayContain],
  ] as const;
  return parts
    .filter(([, names]) => names.length > 0)
    .map(([words, names]) => `${words} ${names.join(", ")}`)
    .join("; ");
}
