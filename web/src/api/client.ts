/** One way to speak to the API: JSON in and out, the session's cookies, and errors in plain words. */

interface ErrorBody {
  message?: string;
  error?: string;
  nextStep?: string;
  details?: Record<string, string>;
  correlationId?: string;
}

/** What the API refused, or could not do. `details` names each field at fault; status 0 is a lost network. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, string>;
  readonly nextStep: string | undefined;
  readonly correlationId: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(status: number, body: ErrorBody, retryAfter?: number) {
    super(body.message ?? "Brigade did not answer as it should.");
    this.status = status;
    this.code = body.error ?? "UNKNOWN";
    this.details = body.details ?? {};
    this.nextStep = body.nextStep;
    this.correlationId = body.correlationId;
    this.retryAfter = retryAfter;
  }
}

const OFFLINE = { error: "OFFLINE", message: "Brigade cannot be reached. Check your connection." };
const SIGN_IN = "/api/auth/";

let onSignedOut = () => {};
/** What to do when neither the session nor its renewal holds any more. */
export function whenSignedOut(act: () => void) {
  onSignedOut = act;
}

export const get = <T>(path: string) => call<T>("GET", path);
export const post = <T>(path: string, body?: unknown, headers?: Record<string, string>) =>
  call<T>("POST", path, body, headers);
export const put = <T>(path: string, body: unknown) => call<T>("PUT", path, body);
export const remove = <T>(path: string) => call<T>("DELETE", path);

async function call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
  let answer = await send(method, path, body, headers);
  if (answer.status === 401 && !path.startsWith(SIGN_IN)) {
    if (await renewed()) answer = await send(method, path, body, headers);
    if (answer.status === 401) onSignedOut();
  }
  if (!answer.ok) throw await refusal(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function send(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const json: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  try {
    return await fetch(path, {
      method,
      headers: { Accept: "application/json", ...json, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    throw new ApiError(0, OFFLINE);
  }
}

let renewal: Promise<boolean> | undefined;

/** Calls that find the session over at the same time renew it once. */
export function renewed(): Promise<boolean> {
  renewal ??= send("POST", `${SIGN_IN}refresh`, {})
    .then((answer) => answer.ok)
    .finally(() => {
      renewal = undefined;
    });
  return renewal;
}

async function refusal(answer: Response): Promise<ApiError> {
  const body: ErrorBody = await answer.json().catch(() => ({}));
  const wait = Number(answer.headers.get("Retry-After"));
  return new ApiError(answer.status, body, wait > 0 ? wait : undefined);
}
