/** Photos to go by: dropped, chosen or by their address, and what became of each. */

import { type DragEvent, type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import { Icon } from "../ui/icon";
import { sentence } from "../words";
import { type Change, KINDS, type Kind, keep, nameOf, objectionTo, type Photo } from "./photo-list";

const TYPES = "image/jpeg,image/png,image/webp";

export function Photos({ photos, onChange }: { photos: Photo[]; onChange: Change }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const add = (files: Iterable<File>) => {
    for (const file of files) void keep(file.name, async () => (await import("./shrinking")).shrink(file), onChange);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">
        Photos to go by <span className="font-normal text-soft">(if you like)</span>
      </legend>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button inside does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classes(
          "rounded-control border border-dashed p-3 transition-colors",
          over ? "border-accent bg-accent-wash" : "border-edge",
        )}
      >
        <label
          htmlFor={id}
          className="flex min-h-10 cursor-pointer items-center justify-center gap-2 rounded-control font-medium text-soft focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent hover:text-ink"
        >
          <Icon name="plus" className="size-4" /> Choose or drop photos
          <input
            id={id}
            type="file"
            accept={TYPES}
            multiple
            className="sr-only"
            onChange={(event) => {
              add(event.target.files ?? []);
              event.target.value = "";
            }}
          />
        </label>
        <Address onAdd={(url) => void keep(nameOf(url), async () => ({ photo: url, preview: undefined }), onChange)} />
      </div>
      <ul className="mt-2 space-y-2">
        {photos.map((photo) => (
          <Entry key={photo.key} photo={photo} onChange={onChange} />
        ))}
      </ul>
      <p role="status" className="text-caption font-medium text-bad">
        {objectionTo(photos)}
      </p>
    </fieldset>
  );
}

function Address({ onAdd }: { onAdd: (url: string) => void }) {
  const id = useId();
  const [url, setUrl] = useState("");
  const add = (event: FormEvent | React.KeyboardEvent) => {
    event.preventDefault();
    if (!url.trim()) return;
    onAdd(url.trim());
    setUrl("");
  };
  return (
    <div className="mt-2 flex gap-2">
      <label htmlFor={id} className="sr-only">
        Address of a photo
      </label>
      <input
        id={id}
        type="url"
        inputMode="url"
        placeholder="or its https address"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && add(event)}
        className="min-h-10 w-full min-w-0 rounded-control border border-edge bg-raised px-3 placeholder:text-soft"
      />
      <Button onClick={add}>Add</Button>
    </div>
  );
}

function Entry({ photo, onChange }: { photo: Photo; onChange: Change }) {
  const { key, name, kind, preview, reference, refused } = photo;
  const setKind = (next: Kind) =>
    onChange((photos) => photos.map((each) => (each.key === key ? { ...each, kind: next } : each)));
  return (
    <li className="flex items-start gap-3 rounded-control border border-line p-2">
      <span className="grid size-12 shrink-0 place-items-center overflow-hidden rounded-sm bg-sunken text-soft">
        {preview ? <img src={preview} alt="" className="size-full object-cover" /> : <Icon name="link" />}
      </span>
      <div className="min-w-0 flex-1 text-caption">
        <p className="truncate font-medium">{name}</p>
        {refused && (
          <p role="alert" className="text-bad">
            {sentence(refused)}
          </p>
        )}
        {!refused && !reference && (
          <p role="status" className="text-soft">
            Being checked …
          </p>
        )}
        {reference && (
          <select
            aria-label={`What ${name} shows`}
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
            className="-ml-1 rounded-sm bg-raised text-soft"
          >
            {Object.entries(KINDS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </div>
      <Button
        look="bare"
        aria-label={`Remove ${name}`}
        onClick={() => onChange((photos) => photos.filter((each) => each.key !== key))}
      >
        <Icon name="cross" className="size-4" />
      </Button>
    </li>
  );
}
