import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Announcer, PAUSE } from "../src/ui/announcer";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("says at most one thing in two seconds, and then the newest", () => {
  const { rerender } = render(<Announcer words="10 percent" />);
  act(() => void vi.advanceTimersByTime(0));
  const said = [screen.getByRole("status").textContent];
  for (const percent of [20, 30, 40]) {
    rerender(<Announcer words={`${percent} percent`} />);
    act(() => void vi.advanceTimersByTime(PAUSE / 4));
    said.push(screen.getByRole("status").textContent);
  }
  act(() => void vi.advanceTimersByTime(PAUSE));
  said.push(screen.getByRole("status").textContent);
  expect(said).toEqual(["10 percent", "10 percent", "10 percent", "10 percent", "40 percent"]);
});
