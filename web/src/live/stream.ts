/** Something followed through server-sent events; where those are blocked or cut, the caller polls. */

export type Link = "connecting" | "streaming" | "polling" | "offline" | "ended";

export interface Listener<Progress, End> {
  onLink(link: Link): void;
  onProgress(event: Progress): void;
  onEnd(event: End): void;
}

const OPEN_WITHIN = 8_000; // milliseconds, before we stop trusting that streams get through at all
const GRACE = 4_000; // for the browser's own reconnection, which happens at the end of every window
const AGAIN = 10_000; // until a refused stream is asked for again

/**
 * Follow the stream at this address until its end; returns what stops it.
 *
 * Within one page the browser reconnects by itself and sends `Last-Event-ID`; a new page begins with everything.
 */
export function follow<Progress, End>(address: string, listener: Listener<Progress, End>): () => void {
  let source: EventSource | undefined;
  let doubt: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const say = (link: Link) => {
    if (!over) listener.onLink(link);
  };
  const lostHow = () => say(navigator.onLine ? "polling" : "offline");
  /** Unless something is heard until then; a second failure does not put it off. */
  const doubtAfter = (ms: number) => {
    doubt ??= setTimeout(lostHow, ms);
  };
  const trust = () => {
    clearTimeout(doubt);
    doubt = undefined;
  };
  const close = () => {
    trust();
    clearTimeout(again);
    source?.close();
  };
  const end = (event: MessageEvent<string>) => {
    close();
    say("ended");
    over = true;
    listener.onEnd(JSON.parse(event.data));
  };

  function open() {
    close();
    source = new EventSource(address);
    doubtAfter(OPEN_WITHIN);
    source.addEventListener("connected", () => {
      trust();
      say("streaming");
    });
    source.addEventListener("progress", (event) => listener.onProgress(JSON.parse(event.data)));
    source.addEventListener("complete", end);
    // Our own event "error" carries data; the connection's does not.
    source.addEventListener("error", (event) => (event instanceof MessageEvent ? end(event) : broken()));
  }

  function broken() {
    if (source?.readyState !== EventSource.CLOSED) return doubtAfter(GRACE);
    lostHow();
    clearTimeout(again);
    again = setTimeout(open, AGAIN);
  }

  const lost = () => say("offline");
  window.addEventListener("offline", lost);
  window.addEventListener("online", open);
  listener.onLink("connecting");
  open();
  return () => {
    over = true;
    close();
    window.removeEventListener("offline", lost);
    window.removeEventListener("online", open);
  };
}
