import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cdktf from "cdktf";
import type { StackReference } from "../../../settings/project/stacks";
import { selectStacks } from "../../../stacks/registry";
import { synthesize } from "../../../stacks/synthesis/synthesize";
import { allTexts, examples, readTexts } from "../synthesized";

// A copy, of which a test can take a name away from the product without taking it away from cdktf itself.
jest.mock("cdktf", () => ({ __esModule: true, ...jest.requireActual("cdktf") }));

const { App, TerraformStack, DefaultTokenResolver } = jest.requireActual<typeof cdktf>("cdktf");
const everyPlatform = selectStacks(examples.stacks, ["*-prod"]);
const one = selectStacks(examples.stacks, ["account-prod"]);

/** Builds stacks, expects the bytes of the fast way, and returns how often the public `app.synth()` ran. */
async function build(stacks: readonly StackReference[]): Promise<number> {
  const synth = jest.spyOn(App.prototype, "synth");
  const outdir = mkdtempSync(join(tmpdir(), "internals-"));
  try {
    expect((await synthesize({ project: examples, outdir, stacks })).mistakes).toEqual([]);
    const fast = await allTexts();
    for (const [id, text] of readTexts(outdir, stacks)) expect(text).toBe(fast.get(id));
    return synth.mock.calls.length;
  } finally {
    synth.mockRestore();
  }
}

/** Defines a property for one test. Returns what restores it. */
function defined(target: object, name: string, property: PropertyDescriptor): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...property });
  return () => void (own ? Object.defineProperty(target, name, own) : Reflect.deleteProperty(target, name));
}

/** Takes a property of cdktf's instances away from everything but `app.synth()`. */
function hidden(prototype: object, name: string): () => void {
  const values = new WeakMap<object, unknown>();
  const { synth } = App.prototype;
  let inside = false;
  const restores = [
    defined(prototype, name, {
      get() {
        return inside ? values.get(this) : undefined;
      },
      set(value) {
        values.set(this, value);
      },
    }),
    defined(App.prototype, "synth", {
      writable: true,
      value() {
        inside = true;
        try {
          synth.call(this);
        } finally {
          inside = false;
        }
      },
    }),
  ];
  return () => restores.forEach((restore) => void restore());
}

const without = (name: string) => defined(cdktf, name, { value: undefined });

class OtherResolver extends DefaultTokenResolver {
  override resolveString() {
    return "something else";
  }
}

const noMap = () => defined(globalThis, "__cdktfTokenMap", { value: undefined });
const noTraces = () => defined(Error, "captureStackTrace", { value: undefined, writable: true });

/** Builds stacks while something is taken away. */
async function buildWithout(stacks: readonly StackReference[], ...take: (() => () => void)[]): Promise<number> {
  const restores = take.map((each) => each());
  try {
    return await build(stacks);
  } finally {
    for (const restore of restores.reverse()) restore();
  }
}

test("cdktf as it is is used the fast way", async () => {
  expect(await build(one)).toBe(0);
});

// The decision is seen on one stack; that the public way makes the same bytes, on every platform below.
test.each<[what: string, take: () => () => void]>([
  ["no stack has a `synthesizer`", () => hidden(TerraformStack.prototype, "synthesizer")],
  ["the app has no `manifest`", () => hidden(App.prototype, "manifest")],
  [
    "`toTerraform` of a stack cannot be replaced",
    () => {
      const { toTerraform } = TerraformStack.prototype;
      return defined(TerraformStack.prototype, "toTerraform", { value: toTerraform, writable: false });
    },
  ],
  ["there is no `DefaultTokenResolver`", () => without("DefaultTokenResolver")],
  ["there is no `StringConcat`", () => without("StringConcat")],
  ["there is no `Tokenization`", () => without("Tokenization")],
  ["there is no `TerraformElement`", () => without("TerraformElement")],
  ["tokens are resolved differently", () => defined(cdktf, "DefaultTokenResolver", { value: OtherResolver })],
])("if %s, stacks are built the public way, with the same bytes", async (_, take) => {
  expect(await buildWithout(one, take)).toBe(2); // The stack, and the manifest.
});

test.each<[what: string, take: () => () => void]>([
  ["there is no token map", noMap],
  ["the token map has another form", () => defined(globalThis, "__cdktfTokenMap", { value: { stringTokenMap: {} } })],
  ["there is no `Error.captureStackTrace`", noTraces],
])("if %s, the bytes are the same", async (_, take) => {
  expect(await buildWithout(one, take)).toBe(0);
});

test("with none of it, every platform has the same bytes", async () => {
  const runs = await buildWithout(everyPlatform, noMap, noTraces, () =>
    hidden(TerraformStack.prototype, "synthesizer"),
  );
  expect(runs).toBe(everyPlatform.length + 1);
});
