/** The own generations as they stand now: those in work told by streams, the others read again and again. */

import { useCallback, useEffect, useState } from "react";
import type { Generation } from "../api/types";
import { follow, type Link } from "../live/stream";
import { useGenerations, useImageActions } from "./queries";

const STREAMS = 2; // a browser has six connections to one place, for all its tabs
const POLL = 3_000;

export const isOpen = ({ status }: Generation) => status === "pending" || status === "processing";

/** Which are worth a stream: those in work first, then those that come next. */
export function followed(generations: Generation[]): string[] {
  const open = generations.filter(isOpen).reverse(); // the oldest first, as they are begun
  const working = open.filter(({ status }) => status === "processing");
  return [...working, ...open.filter((each) => !working.includes(each))].slice(0, STREAMS).map(({ id }) => id);
}

/** `streams` is to be rendered: it draws nothing, and listens. */
export function useLiveGenerations(text: string, status: string) {
  const [links, setLinks] = useState<Record<string, Link>>({});
  const onLink = useCallback((id: string, link: Link) => setLinks((before) => ({ ...before, [id]: link })), []);
  const found = useGenerations(text, status, (generations) => {
    return generations.some((each) => isOpen(each) && links[each.id] !== "streaming") ? POLL : false;
  });
  const generations = found.data?.pages.flatMap((page) => page.generations) ?? [];
  const streams = followed(generations).map((id) => <Stream key={id} id={id} onLink={onLink} />);
  return { ...found, generations, streams };
}

function Stream({ id, onLink }: { id: string; onLink: (id: string, link: Link) => void }) {
  const { show, changed } = useImageActions();
  useEffect(() => {
    const stop = follow<Generation, Generation>(`/api/generation/${id}/stream`, {
      onLink: (link) => onLink(id, link),
      onProgress: show,
      onEnd: (end) => {
        show(end);
        void changed();
      },
    });
    return () => {
      stop();
      onLink(id, "ended");
    };
  }, [id, onLink, show, changed]);
  return null;
}
