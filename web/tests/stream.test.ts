import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { follow, type Link } from "../src/live/stream";
import { aProgressEvent } from "./factories";

/** A connection that does what the test says. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeSource[] = [];
  readyState = 0;
  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
  says(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
  breaks(forGood: boolean) {
    this.readyState = forGood ? FakeSource.CLOSED : 0;
    this.dispatchEvent(new Event("error"));
  }
}

let links: Link[];
let heard: unknown[];
let ends: unknown[];
let stop: () => void;
const source = () => FakeSource.opened.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  FakeSource.opened = [];
  [links, heard, ends] = [[], [], []];
  stop = follow("b", {
    onLink: (link) => links.push(link),
    onProgress: (event) => heard.push(event),
    onEnd: (event) => ends.push(event),
  });
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("streams, and stops asking when the batch has ended", () => {
  source().says("connected", {});
  source().says("progress", aProgressEvent([]));
  source().says("complete", { success: true });
  expect(links).toEqual(["connecting", "streaming", "ended"]);
  expect(heard).toHaveLength(1);
  expect(ends).toHaveLength(1);
  expect(source().readyState).toBe(FakeSource.CLOSED);
});

it("tells the batch's own error from a broken connection", () => {
  source().says("connected", {});
  source().says("error", { error: "no credit" });
  expect(ends).toEqual([{ error: "no credit" }]);
});

it("says nothing of the short gap at the end of a stream's window", () => {
  source().says("connected", {});
  source().breaks(false);
  vi.advanceTimersByTime(1_000);
  source().says("connected", {});
  vi.advanceTimersByTime(60_000);
  expect(links).toEqual(["connecting", "streaming", "streaming"]);
});

it("polls where the stream is refused, and asks for it again", () => {
  source().breaks(true);
  expect(links.at(-1)).toBe("polling");
  vi.advanceTimersByTime(10_000);
  expect(FakeSource.opened).toHaveLength(2);
});

it("polls where the browser's own attempts fail one after the other", () => {
  source().says("connected", {});
  for (let attempt = 0; attempt < 3; attempt++) {
    source().breaks(false);
    vi.advanceTimersByTime(3_000);
  }
  expect(links.at(-1)).toBe("polling");
});

it("polls where nothing comes through", () => {
  vi.advanceTimersByTime(8_000);
  expect(links.at(-1)).toBe("polling");
});

it("knows that the network is lost, and comes back with it", () => {
  source().says("connected", {});
  window.dispatchEvent(new Event("offline"));
  expect(links.at(-1)).toBe("offline");
  window.dispatchEvent(new Event("online"));
  expect(FakeSource.opened).toHaveLength(2);
});
