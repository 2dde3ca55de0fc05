import { isDeepStrictEqual } from "node:util";
import {
  type App,
  Fn,
  Lazy,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import { resolveConstants } from "./resolve-constants";

/**
 * What makes synthesis faster by using cdktf beyond its public API. Each function first checks that cdktf is as it expects, and takes
 * the public way if it is not: the files are the same, and take longer. docs/synthesis.md says what each saves.
 */

/** Writes stacks into the output folder of an app. */
export interface StackWriter {
  /** Writes the only stack that the app has at the moment. */
  write(stack: TerraformStack): void;
  /** Writes the manifest, once all stacks are written. */
  finish(): void;
}

/** The fast writer if cdktf is as expected, else the public one. */
export function stackWriter(app: App): StackWriter {
  return isAsExpected(app) ? fastWriter(app) : publicWriter(app);
}

/** cdktf's own way. */
export function publicWriter(app: App): StackWriter {
  return { write: () => app.synth(), finish: () => app.synth() };
}

/**
 * Leaves out the first pass of `app.synth()`, which resolves every token once more to find those of other stacks: no stack uses another
 * stack's, which a policy test checks.
 */
function fastWriter({ outdir, manifest }: App): StackWriter {
  return {
    write: (stack) => {
      resolveConstants(stack);
      stack.synthesizer.synthesize({ outdir, manifest });
    },
    finish: () => manifest.writeToFile(),
  };
}

/** Whether a small stack with every kind of token comes out as cdktf itself makes it, and what {@link fastWriter} calls is there. */
function isAsExpected(app: App): boolean {
  try {
    const fast = withSample(app, (stack) => {
      resolveConstants(stack);
      return [jsonOf(stack), stack.synthesizer.synthesize.length] as const;
    });
    const { forStack, writeToFile } = app.manifest;
    const callable = [forStack, writeToFile].every((method) => typeof method === "function");
    return callable && isDeepStrictEqual(fast, [withSample(app, jsonOf), 1]);
  } catch {
    return false;
  }
}

const jsonOf = (stack: TerraformStack) => JSON.parse(JSON.stringify(stack.toTerraform()));

/** Builds a stack of one value of each kind, and removes it again. */
function withSample<T>(app: App, use: (stack: TerraformStack) => T): T {
  const stack = new TerraformStack(app, "sample");
  try {
    const list = new TerraformVariable(stack, "list", { type: "list(string)", sensitive: true });
    const number = new TerraformVariable(stack, "number", { type: "number", default: 1e300 });
    const values = {
      lists: [
        list.listValue,
        Lazy.listValue({ produce: () => ["a"] }),
        Token.asNumberList(Lazy.anyValue({ produce: () => [1, 2] })),
      ],
      texts: ["a", list.stringValue, "${a}", "%{a}", "$${a}", 'say "so"', "two\nlines", "1e+289"],
      numbers: [1, number.numberValue, `${number.numberValue} of ${list.stringValue}`],
      maps: { a: Lazy.anyValue({ produce: () => ({ b: list.stringValue }) }), [list.stringValue]: 1 },
      functions: Fn.join(",", [Fn.lower(Fn.rawString('A"B')), list.stringValue]),
      absent: { a: undefined, b: null, list: [], object: {} },
    };
    const resource = new TerraformResource(stack, "resource", { terraformResourceType: "sample" });
    for (const [name, value] of Object.entries(values)) resource.addOverride(name, value);
    new TerraformOutput(stack, "output", { value: list.stringValue });
    stack.addOverride("terraform.backend.s3.use_path_style", true);
    return use(stack);
  } finally {
    app.node.tryRemoveChild("sample");
  }
}

/** All tokens of the process, by the text or the number that a program sees in their place. */
declare global {
  var __cdktfTokenMap: unknown;
}

/**
 * Removes the tokens that `work` made, once it has ended. cdktf keeps every token until the process ends, and each token keeps its stack:
 * 1 to 2 MiB. No stack needs those of another. If cdktf keeps them elsewhere, they stay.
 */
export function withTokenCleanup<T>(work: () => T): T {
  const { stringTokenMap, numberTokenMap } = (globalThis.__cdktfTokenMap ?? {}) as Record<string, unknown>;
  const maps = [stringTokenMap, numberTokenMap].filter(isMap);
  const kept = maps.map(({ size }) => size);
  try {
    return work();
  } finally {
    maps.forEach((map, index) => {
      for (const key of [...map.keys()].slice(kept[index])) map.delete(key);
    });
  }
}

const isMap = (value: unknown): value is Map<unknown, unknown> =>
  Object.prototype.toString.call(value) === "[object Map]";

/** Has cdktf take no stack trace of each token that `work` makes. Errors that are thrown have their own. */
export function withoutTokenTraces<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
