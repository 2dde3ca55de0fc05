/** Work for one build. */
export interface WorkItem {
  /** Chosen by the client that submits the item. There is one build for each id. */
  readonly id: string;
  /** Key of the build project. */
  readonly project: string;
  /** GitHub repository of the work, as `owner/name`. */
  readonly repository?: string;
  /** Branch, tag or commit. */
  readonly revision?: string;
  readonly title?: string;
  /** Variables `WORK_ITEM_INPUT_<NAME>` of the build. Because of the prefix, an item cannot replace other variables of the build. */
  readonly inputs?: Readonly<Record<string, string>>;
}

const texts = {
  repository: { pattern: /^[\w.-]{1,100}\/[\w.-]{1,100}$/, expected: "owner/name" },
  revision: {
    pattern: /^(?!.*(\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$))[A-Za-z0-9][\w./-]{0,199}$/,
    expected: "a branch, tag or commit",
  },
  title: { pattern: /^[^\p{Cc}]{1,200}$/u, expected: "1 to 200 characters, no control characters" },
} as const;
/** `bytes`: an item becomes variables of its build, for which CodeBuild has a limit that it does not document; this is well below. */
const limits = { inputs: 20, inputLength: 1000, bytes: 4096 };
/** The build works on the branch `kiro/<id>`, so the id is what Git takes at the end of a branch (git check-ref-format). */
const idPattern = /^(?!.*\.\.)(?!.*(\.|\.lock)$)[A-Za-z0-9][\w.-]{0,99}$/;

/** What the settings of the stack admit. */
export interface Admitted {
  /** Keys of the build projects. */
  readonly projects: readonly string[];
  /** Repositories that items may name, as `owner/name` or `owner/*`. GitHub's names have no case. */
  readonly repositories: readonly string[];
}

/** The mistakes of a submitted work item. Empty if it is valid. */
export function problems(candidate: unknown, { projects, repositories }: Admitted): string[] {
  if (!isRecord(candidate)) return ["a work item: expected an object"];
  const { id, project, inputs = {}, ...rest } = candidate;
  const found: string[] = [];
  if (typeof id !== "string" || !idPattern.test(id)) {
    found.push(
      "id: expected 1 to 100 letters, digits, dots, hyphens and underscores, no two dots in a row, no dot or .lock at the end",
    );
  }
  if (typeof project !== "string" || !projects.includes(project)) {
    found.push(`project: expected one of ${projects.join(", ")}`);
  }
  for (const [key, value] of Object.entries(rest)) {
    const rule = Object.hasOwn(texts, key) ? texts[key as keyof typeof texts] : undefined;
    if (!rule) found.push(`${key.slice(0, 50)}: unknown key`);
    else if (typeof value !== "string" || !rule.pattern.test(value)) found.push(`${key}: expected ${rule.expected}`);
  }
  const { repository } = rest;
  if (
    typeof repository === "string" &&
    texts.repository.pattern.test(repository) &&
    !admits(repositories, repository)
  ) {
    found.push(`repository: expected one of the setting \`repositories\` (${repositories.join(", ") || "none"})`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(candidate));
  if (bytes > limits.bytes) found.push(`a work item: expected at most ${limits.bytes} bytes of JSON, found ${bytes}`);
  return [...found, ...inputProblems(inputs)];
}

function admits(repositories: readonly string[], repository: string): boolean {
  const named = repository.toLowerCase();
  const [owner] = named.split("/");
  return repositories.some((it) => [named, `${owner}/*`].includes(it.toLowerCase()));
}

function inputProblems(inputs: unknown): string[] {
  if (!isRecord(inputs)) return ["inputs: expected an object of texts"];
  const entries = Object.entries(inputs);
  if (entries.length > limits.inputs) return [`inputs: expected at most ${limits.inputs}`];
  return entries
    .filter(
      ([name, value]) =>
        !/^[A-Z][A-Z0-9_]{0,49}$/.test(name) || typeof value !== "string" || value.length > limits.inputLength,
    )
    .map(
      ([name]) =>
        `inputs.${name.slice(0, 50)}: expected a name such as TARGET_BRANCH with a text of at most ${limits.inputLength} characters`,
    );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
