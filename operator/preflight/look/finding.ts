/** `ok`; `missing`: a deploy would fail, or what it makes would not work; `unknown`: it could not be looked at. */
export type Status = "ok" | "missing" | "unknown";

/** What a check answers. */
export interface Answer {
  readonly status: Status;
  /** What was expected and found, or why it could not be looked at; one line. */
  readonly detail: string;
  /** The command that mends it. @default - none does */
  readonly command?: string;
}

/** What is looked at. */
export interface Subject {
  /** The kind, such as `quota`, `role` or `image`. */
  readonly check: string;
  /** Which one. */
  readonly subject: string;
  /** The stacks that need it. */
  readonly stacks: readonly string[];
}

/** What one check found. */
export type Finding = Subject & Answer;

export const ok = (detail: string): Answer => ({ status: "ok", detail });

export const missing = (detail: string, command?: string): Answer => ({
  status: "missing",
  detail,
  ...(command && { command }),
});

export const unknown = (detail: string): Answer => ({ status: "unknown", detail });

/** Looks, and says why where it cannot: a refusal, no answer, no credentials. Never throws. */
export async function look(subject: Subject, ask: () => Promise<Answer>): Promise<Finding> {
  try {
    return { ...subject, ...(await ask()) };
  } catch (error) {
    return { ...subject, ...unknown(whyNot(error)) };
  }
}

interface Failure {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly cause?: Failure;
  readonly errors?: readonly Failure[];
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Why a call gave no answer, in one line. */
export function whyNot(error: unknown): string {
  const { name, cause, $metadata } = error as Failure;
  // Node's own fetch has the reason in the cause alone.
  const message = (cause && (error as Failure).message === "fetch failed" ? cause : (error as Failure)).message ?? "";
  const code = codeOf(error);
  if (isNoAnswer(error)) return code && code !== "ETIMEDOUT" ? `no answer (${code})` : "no answer in time";
  const text = message.split("\n", 1)[0]?.trim().replace(/\.$/, "") || name || "an error without a text";
  const refused = $metadata?.httpStatusCode === 403 || /AccessDenied|Unauthorized|Forbidden/.test(name ?? "");
  return refused ? `not allowed: ${text}` : text;
}

/** Whether there was no answer: the network, or a wait that took too long. */
export function isNoAnswer(error: unknown): boolean {
  return /^(TimeoutError|AbortError)$/.test((error as Failure).name ?? "") || noAnswer.test(codeOf(error) ?? "");
}

const noAnswer = /\b(?:ECONN[A-Z]+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE)\b/;

/** The code of a system's error, also of one that an SDK has wrapped. */
function codeOf(error: unknown): string | undefined {
  const { code, cause, errors, message = "" } = error as Failure;
  return cause?.code ?? errors?.[0]?.code ?? code ?? noAnswer.exec(message)?.[0];
}
