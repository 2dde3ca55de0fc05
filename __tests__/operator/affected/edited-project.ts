import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { root } from "../../stacks/synthesized";

/** A small project, edits of it, and what each edit means: known from the edit, not from what was built. */

/** Layers by their file, in the order in which later ones win, with the stacks that read them. */
const layers = {
  "environments/base.tfvars": ["account-dev", "bot-aws-serverless-dev", "bot-aws-serverless-prod"],
  "environments/dev.tfvars": ["account-dev", "bot-aws-serverless-dev"],
  "environments/prod.tfvars": ["bot-aws-serverless-prod"],
  "systems/bot/base.tfvars": ["bot-aws-serverless-dev", "bot-aws-serverless-prod"],
  "systems/bot/dev.tfvars": ["bot-aws-serverless-dev"],
  "systems/bot/prod.tfvars": ["bot-aws-serverless-prod"],
} as const;
type Layer = keyof typeof layers;
const files = Object.keys(layers) as Layer[];

/** Every stack of the project. */
export const stacks = layers["environments/base.tfvars"];

/** What each file holds apart from the slots. */
const fixed: Readonly<Record<Layer, readonly string[]>> = {
  "environments/base.tfvars": ['notifications = { critical = ["team@example.com"], warning = ["team@example.com"] }'],
  "environments/dev.tfvars": ['account_id = "111111111111"', 'data_class = "synthetic"', "account = {}"],
  "environments/prod.tfvars": ['account_id = "444444444444"', 'data_class = "real"'],
  "systems/bot/base.tfvars": [],
  "systems/bot/dev.tfvars": [],
  "systems/bot/prod.tfvars": [],
};

/** Values that an edit sets, by their path; each is in the JSON of every stack that reads it. */
const slots = ["tags.Team", "tags.Cost", "aws_serverless.analysis.batch_size"] as const;
type Slot = (typeof slots)[number];
type Values = Readonly<Partial<Record<Slot, string>>>;

/** A version of the project. */
export interface Version {
  readonly values: Readonly<Record<Layer, Values>>;
  /** A comment at the end of a handler: other bytes of the archive. */
  readonly code: string;
  /** Files that nothing is made of, by path. */
  readonly others: Readonly<Record<string, string>>;
  /** How the files are written: comments, white space, the order of keys. */
  readonly style: number;
}

/** The version before the edit. */
export const original: Version = {
  values: {
    "environments/base.tfvars": { "tags.Team": '"platform"' },
    "environments/dev.tfvars": { "tags.Cost": '"11"' },
    "environments/prod.tfvars": { "tags.Team": '"operations"', "tags.Cost": '"12"' },
    "systems/bot/base.tfvars": { "aws_serverless.analysis.batch_size": "20" },
    "systems/bot/dev.tfvars": { "tags.Team": '"bots"' },
    "systems/bot/prod.tfvars": { "aws_serverless.analysis.batch_size": "30" },
  },
  code: "",
  others: { "README.md": "# Ours", "functions/bot/tests/test_lists.py": "import lists" },
  style: 0,
};

/** The value of a slot in a stack, and the file that sets it: the last of its layers that has one. */
function effective({ values }: Version, stack: string, slot: Slot) {
  if (stack.startsWith("account") && slot.startsWith("aws_serverless")) return undefined;
  const own = files.filter((file) => (layers[file] as readonly string[]).includes(stack));
  const file = [...own].reverse().find((one) => values[one][slot] !== undefined);
  return file && { file, value: values[file][slot] };
}

/** What an edit changes for each affected stack: the settings with their files, and the code. */
export function meaning(edited: Version): Map<string, { readonly settings: string[]; readonly code: boolean }> {
  const affected = new Map<string, { settings: string[]; code: boolean }>();
  for (const stack of stacks) {
    const settings = slots.flatMap((slot) => {
      const [before, now] = [effective(original, stack, slot), effective(edited, stack, slot)];
      if (before?.value === now?.value) return [];
      return `${(now ?? before)?.file} ${slot.replace("aws_serverless.", "")}`;
    });
    const code = edited.code !== original.code && !stack.startsWith("account");
    if (settings.length > 0 || code) affected.set(stack, { settings: settings.sort(), code });
  }
  return affected;
}

const layer = fc.constantFrom(...files);
const slot = fc.constantFrom(...slots);

/** The layers in which a slot may be: a system's block belongs to its own files. */
const mayHold = (file: Layer, name: Slot) => name.startsWith("tags") || file.startsWith("systems");

const withValue = (version: Version, file: Layer, name: Slot, value: string | undefined): Version => {
  if (!mayHold(file, name)) return version;
  const { [name]: _, ...others } = version.values[file];
  return {
    ...version,
    values: { ...version.values, [file]: value === undefined ? others : { ...others, [name]: value } },
  };
};

/** Edits of every kind, each as the version that it leaves. */
export const edits: fc.Arbitrary<Version> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(layer, slot, fc.integer({ min: 10, max: 60 }))
      .map(([file, name, n]) => withValue(original, file, name, name.startsWith("tags") ? `"${n}"` : `${n}`)),
  },
  { weight: 2, arbitrary: fc.tuple(layer, slot).map(([file, name]) => withValue(original, file, name, undefined)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(layer, layer, slot)
      .map(([from, to, name]) =>
        mayHold(to, name)
          ? withValue(
              withValue(original, from, name, undefined),
              to,
              name,
              original.values[from][name] ?? original.values[to][name],
            )
          : original,
      ),
  },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 1000 }).map((style) => ({ ...original, style })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((n) => ({ ...original, code: `# ${n}` })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          "README.md",
          "docs/page.md",
          "functions/bot/tests/test_lists.py",
          "functions/bot/.notes",
          "functions/other/new.py",
        ),
        fc.string(),
      )
      .map(([file, text]) => ({ ...original, others: { ...original.others, [file]: text } })),
  },
);

/** Writes a version into a folder, in the place of another. */
export function write(version: Version, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  cpSync(join(root, "functions/ai-test-automation"), join(folder, "functions/bot"), { recursive: true });
  put("functions/bot/handlers/extra.py", version.code);
  for (const [file, text] of Object.entries(version.others)) put(file, text);
  for (const file of files) put(file, textOf(file, version));
}

/** A layer's file in one of many styles. */
function textOf(file: Layer, { values, style }: Version): string {
  const own = values[file];
  const tags = slots
    .filter((name) => name.startsWith("tags") && own[name])
    .map((name) => `${name.slice(5)} = ${own[name]}`);
  const size = own["aws_serverless.analysis.batch_size"];
  const inBlock = file.startsWith("systems");
  const ordered = <T>(items: readonly T[]) => (style % 2 === 1 ? [...items].reverse() : items);
  const gap = " ".repeat(1 + (style % 3));
  const keys = ordered([
    ...fixed[file],
    ...(tags.length > 0 ? [`tags =${gap}{ ${ordered(tags).join(", ")} }`] : []),
    ...(inBlock
      ? [`aws_serverless = {${style % 5 === 0 ? "" : "\n"}${size ? ` analysis = {${gap}batch_size = ${size} }` : ""} }`]
      : []),
  ]);
  return keys
    .map((key, index) => `${style % 7 > index ? `# ${style}\n` : ""}${key}${gap}${style % 4 === 1 ? "// same" : ""}\n`)
    .join("\n".repeat(style % 4));
}
