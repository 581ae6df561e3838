/** One picture, as large as there is room for: rated, described, copied, taken away. */

import { type FormEvent, useState } from "react";
import type { Picture } from "../api/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextArea } from "../ui/field";
import { Icon } from "../ui/icon";
import { Problem } from "../ui/problem";
import { duration } from "../words";
import { Blur } from "./blur";
import { useImageActions } from "./queries";
import { Stars } from "./stars";

export const LONGEST_ALT = 125;

export default function PictureDialog({ picture, onClose }: { picture: Picture; onClose: () => void }) {
  const actions = useImageActions();
  const [refused, setRefused] = useState<Error>();
  const [leaving, setLeaving] = useState(false);
  const run = async (act: () => Promise<unknown>, then?: () => void) => {
    setRefused(undefined);
    try {
      await act();
      then?.();
    } catch (error) {
      setRefused(error as Error);
    }
  };
  return (
    <Dialog title="Picture" onClose={onClose} wide>
      <div className="space-y-6">
        <Whole picture={picture} />
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Stars rating={picture.rating} onRate={(rating) => void run(() => actions.edit(picture.id, { rating }))} />
          <Ways picture={picture} onDelete={() => setLeaving(true)} />
        </div>
        {leaving && (
          <Leaving onStay={() => setLeaving(false)} onDelete={() => run(() => actions.discard(picture.id), onClose)} />
        )}
        <Problem error={refused} />
        <Description picture={picture} onSave={(altText) => run(() => actions.edit(picture.id, { altText }))} />
        <Facts picture={picture} />
      </div>
    </Dialog>
  );
}

function Whole({ picture: { url, altText, blurhash, width, height } }: { picture: Picture }) {
  return (
    <div className="relative overflow-hidden rounded-control bg-sunken">
      <div className="absolute inset-0">
        <Blur hash={blurhash} width={width} height={height} />
      </div>
      <img
        src={url}
        alt={altText}
        width={width ?? undefined}
        height={height ?? undefined}
        className="relative mx-auto h-auto max-h-[56dvh] w-full object-contain"
      />
    </div>
  );
}

function Ways({ picture, onDelete }: { picture: Picture; onDelete: () => void }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    const link = new URL(picture.url, location.href).href;
    await navigator.clipboard.writeText(link).then(
      () => setSaid("Copied"),
      () => setSaid(link),
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="text-caption break-all text-soft">
        {said}
      </span>
      <Button onClick={copy}>
        <Icon name="link" className="size-4" /> Copy link
      </Button>
      <a
        href={picture.url}
        download
        className="inline-flex min-h-10 items-center justify-center gap-2 rounded-control border border-line bg-raised px-4 font-medium hover:border-edge"
      >
        <Icon name="download" className="size-4" /> Download
      </a>
      <Button look="danger" onClick={onDelete}>
        <Icon name="bin" className="size-4" /> Delete
      </Button>
    </div>
  );
}

function Leaving({ onStay, onDelete }: { onStay: () => void; onDelete: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    await onDelete();
    setBusy(false);
  };
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-bad-wash px-4 py-3 text-bad"
    >
      <p>It cannot be brought back, and its credits stay spent.</p>
      <div className="flex gap-2">
        <Button autoFocus onClick={onStay}>
          Keep it
        </Button>
        <Button look="danger" busy={busy} onClick={go}>
          {busy ? "Deleting …" : "Delete it for good"}
        </Button>
      </div>
    </div>
  );
}

function Description({ picture, onSave }: { picture: Picture; onSave: (altText: string) => Promise<void> }) {
  const [words, setWords] = useState(picture.altText);
  const [busy, setBusy] = useState(false);
  const changed = words.trim() !== picture.altText;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await onSave(words.trim());
    setBusy(false);
  };
  return (
    <form onSubmit={save} className="space-y-3">
      <TextArea
        label="What is seen"
        hint={`Read out to who cannot see it. ${LONGEST_ALT - words.length} characters left.`}
        rows={2}
        maxLength={LONGEST_ALT}
        required
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {changed && (
        <Button look="primary" type="submit" busy={busy} disabled={!words.trim()}>
          {busy ? "Saving …" : "Save"}
        </Button>
      )}
    </form>
  );
}

function Facts({ picture }: { picture: Picture }) {
  const { prompt, width, height, bytes, provider, model, generationMs } = picture;
  const facts = [
    width && height ? `${width} × ${height} pixels` : "",
    bytes ? `${Math.ceil(bytes / 1024)} KB` : "",
    `${provider}, ${model}`,
    generationMs === null ? "" : `made in ${duration(generationMs)}`,
  ];
  return (
    <div className="border-t border-line pt-4 text-caption text-soft">
      <p className="line-clamp-4">{prompt}</p>
      <p className="mt-1">{facts.filter(Boolean).join(" · ")}</p>
    </div>
  );
}
