import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ctrlC, inTerminal, type Step } from "./terminal";

let folder: string;
beforeEach(() => {
  mkdirSync(".local", { recursive: true });
  folder = mkdtempSync(resolve(".local", "test-init-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `npm run init` in a terminal, for a project in a folder of its own. */
const init = (options: readonly string[], steps: readonly Step[]) =>
  inTerminal(
    ["npm", "run", "--silent", "init", "--", "--project", join(folder, "project"), ...options],
    process.cwd(),
    { ...process.env, NO_COLOR: "1" },
    steps,
  );

const name: Step = { seen: "Name of your system", keys: "shop\r" };
/** Down to `gcp`, the sixth. */
const platforms: Step = { seen: "Platforms", keys: "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B \r" };
const environments: Step = { seen: "Environments", keys: "\r" };
const hcp: Step[] = [
  { seen: "Where is state kept", keys: "\x1b[B\r" },
  { seen: "Organization", keys: "acme\r" },
];
const projects: Step[] = [
  { seen: "project of dev", keys: "shop-dev\r" },
  { seen: "project of prod", keys: "shop-prod\r" },
];
const rest: Step[] = [
  { seen: "alerts are sent to", keys: "ops@shop.test\r" },
  { seen: "Domain name", keys: "shop.test\r" },
];

test("in a terminal it asks for what a deploy would act on, and writes after a yes", async () => {
  const { code, text } = await init(
    [],
    [name, platforms, environments, ...hcp, ...projects, ...rest, { seen: "Write \\d+ files", keys: "\r" }],
  );
  expect(text).toMatch(/check: 2 stacks, 0 mistakes/);
  expect(code).toBe(0);
  expect(readdirSync(join(folder, "project"))).toEqual(["environments", "systems"]);
}, 120_000);

test("what the options say is no question", async () => {
  const options = [
    "--system",
    "shop",
    "--platforms",
    "gcp",
    "--environments",
    "dev",
    "--state",
    "hcp:acme",
    "--email",
    "a@shop.test",
    "--domain",
    "shop.test",
  ];
  const { code, text } = await init(options, [projects[0] as Step, { seen: "Write \\d+ files", keys: "\r" }]);
  expect(text).not.toMatch(/Name of your system|Platforms|Environments|Where is state|alerts are sent/);
  expect(code).toBe(0);
}, 120_000);

test.each<[what: string, steps: readonly Step[]]>([
  ["the first question", [{ ...name, keys: ctrlC }]],
  ["a choice", [name, { ...platforms, keys: ctrlC }]],
  ["a later question", [name, platforms, environments, ...hcp, { seen: "project of dev", keys: ctrlC }]],
  [
    "the last question",
    [name, platforms, environments, ...hcp, ...projects, ...rest, { seen: "Write \\d+ files", keys: ctrlC }],
  ],
])(
  "Ctrl-C in %s ends it with 130, and nothing is written",
  async (_, steps) => {
    const { code, text } = await init([], steps);
    expect(code).toBe(130);
    expect(text).toContain("nothing was written");
    expect(readdirSync(folder)).toEqual([]);
  },
  120_000,
);

test("a no at the end writes nothing", async () => {
  const { code } = await init(
    [],
    [name, platforms, environments, ...hcp, ...projects, ...rest, { seen: "Write \\d+ files", keys: "n" }],
  );
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
}, 120_000);
