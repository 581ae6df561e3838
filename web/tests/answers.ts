/** An API that answers as a test says, and keeps what it was asked. */

import { beforeEach, vi } from "vitest";

export type Answer = { status?: number; body?: unknown };
interface Asked {
  method: string;
  path: string;
  body: unknown;
}

/** Answers by method and path; several are given one after the other. */
export const answers: Record<string, Answer | Answer[]> = {};
export const asked: Asked[] = [];
export const sent = (method = "POST") => asked.filter((each) => each.method === method);

beforeEach(() => {
  for (const known of Object.keys(answers)) delete answers[known];
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push({ method: init.method!, path, body: init.body ? JSON.parse(String(init.body)) : undefined });
    const known = answers[`${init.method} ${path.split("?")[0]}`];
    const answer = Array.isArray(known) ? known.shift() : known;
    return Response.json(answer?.body ?? { message: "nothing here", error: "NOT_FOUND" }, {
      status: answer ? (answer.status ?? 200) : 404,
    });
  });
});
