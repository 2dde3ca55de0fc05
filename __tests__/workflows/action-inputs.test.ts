import { declarations, inputsOfAction } from "./action-inputs";
import { parseWorkflow, type Step, type Workflow } from "./executor/workflow";
import { describeShipped, names, textOf } from "./shipped-files";

/** What is wrong with the calls of other repositories' actions in a workflow, a line each. GitHub only warns of most. */
function mistakes(file: string, { jobs }: Workflow): string[] {
  return Object.entries(jobs).flatMap(([id, { steps = [], outputs = {} }]) => {
    const texts = JSON.stringify([steps, outputs]);
    return steps.flatMap((step) => ofStep(step, texts).map((mistake) => `${file}: ${id}: ${step.uses}: ${mistake}`));
  });
}

function ofStep({ id, uses, with: given = {} }: Step, texts: string): string[] {
  if (!uses || uses.startsWith("./")) return [];
  const declared = declarations.get(uses);
  if (!declared) return ["expected a row of this commit in __tests__/workflows/action-inputs.json, found none"];
  const keys = Object.keys(given);
  const read = [...texts.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].flatMap(([, of, output = ""]) =>
    of === id ? output : [],
  );
  return [
    ...keys.filter((key) => !declared.inputs.includes(key)).map((key) => `${key} is no input`),
    ...keys.filter((key) => declared.deprecated.includes(key)).map((key) => `${key} is deprecated`),
    ...declared.required.filter((key) => !keys.includes(key)).map((key) => `${key} is missing`),
    ...read.filter((output) => !declared.outputs.includes(output)).map((output) => `${output} is no output`),
  ];
}

const steps = (text: string) =>
  mistakes("main.yml", parseWorkflow(`on: push\njobs:\n  one:\n    runs-on: x\n    steps:\n${text}`));
const checkout = "actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8";
const upload = "actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f";

describeShipped("the inputs of other repositories' actions", () => {
  test("are those of the pinned commit's action.yml, and all that it requires", () => {
    expect(names.flatMap((name) => mistakes(name, parseWorkflow(textOf(name), name)))).toEqual([]);
  });

  test("each row is of an action that is used, and says where it was read", () => {
    const used = names.map(textOf).join("\n");
    for (const [uses, { source, inputs }] of declarations) {
      const [name = "", commit = ""] = uses.split("@");
      expect([uses, used.includes(uses)]).toEqual([uses, true]);
      const [owner, repository, ...below] = name.split("/");
      expect(source).toMatch(
        new RegExp(
          `^https://github.com/${owner}/${repository}/blob/${commit}/${below.map((part) => `${part}/`).join("")}action\\.ya?ml$`,
        ),
      );
      expect(inputs).not.toEqual([]);
    }
  });
});

test("a wrong, an old and a missing input, a wrong output and an unknown commit are found", () => {
  expect(steps(`      - { uses: "${checkout}", with: { fetch_depth: 0 } }`)).toEqual([
    `main.yml: one: ${checkout}: fetch_depth is no input`,
  ]);
  expect(steps(`      - { id: kept, uses: "${upload}" }\n      - run: echo "\${{ steps.kept.outputs.url }}"`)).toEqual([
    `main.yml: one: ${upload}: path is missing`,
    `main.yml: one: ${upload}: url is no output`,
  ]);
  const token = [...declarations.keys()].find((uses) => uses.startsWith("actions/create-github-app-token@"));
  expect(steps(`      - { uses: "${token}", with: { app-id: 7, private-key: k } }`)).toEqual([
    `main.yml: one: ${token}: app-id is deprecated`,
  ]);
  expect(steps("      - uses: actions/checkout@v6")[0]).toMatch(/expected a row of this commit in .*, found none$/);
  expect(() => inputsOfAction("actions/none")).toThrow("actions/none: expected a row");
});
