import { finders } from "../../../../operator/aws/existing/finders";
import { type Case, cases } from "./answers";

const options = { region: "eu-west-1" };
let asked: Record<string, unknown>[] = [];

afterEach(() => {
  jest.restoreAllMocks();
  asked = [];
});

test("each type that is looked up has a case", () => {
  expect([...new Set(cases.map(([type]) => type))].sort()).toEqual(Object.keys(finders).sort());
});

test.each(cases)("%s is found by what the plan knows", async (type, { planned, id, stack, ...service }) => {
  answer(service);
  const found = await finders[type]?.find(planned, options);
  expect(found?.id).toBe(id);
  expect(found?.tags?.["Stack"]).toBe(stack);
  // What it is found by is asked for, or compared.
  expect(asked.length).toBeGreaterThan(0);
});

const compared = cases.filter(([, { other }]) => other);
test.each(compared)("%s is not found by another's", async (type, { planned, other, ...service }) => {
  answer(service);
  expect(await finders[type]?.find({ ...planned, ...other }, options)).toBeUndefined();
});

const filtered = cases.filter(([, { other }]) => !other);
test.each(filtered)("%s is looked up by what it is found by", async (type, { planned, ...service }) => {
  answer(service);
  await finders[type]?.find(planned, options);
  for (const name of finders[type]?.by ?? []) expect(JSON.stringify(asked[0])).toContain(String(planned[name]));
});

test.each(cases)("%s is not looked for while the plan does not know it yet", async (type, { planned, ...service }) => {
  answer(service);
  const [first = ""] = finders[type]?.by ?? [];
  expect(await finders[type]?.find({ ...planned, [first]: undefined }, options)).toBeUndefined();
  expect(asked).toEqual([]);
});

/** Lets a service answer. Each class of clients ends with `Client`. */
function answer({ client, answers }: Pick<Case, "client" | "answers">): void {
  const sdk = require(`@aws-sdk/client-${client}`) as Record<string, { prototype: { send: unknown } }>;
  const [name = ""] = Object.keys(sdk).filter((it) => /.Client$/.test(it) && !it.startsWith("__"));
  const { prototype } = sdk[name] as { prototype: { send(command: object): Promise<object> } };
  jest.spyOn(prototype, "send").mockImplementation(async (command) => {
    asked.push((command as { input: Record<string, unknown> }).input);
    return answers[command.constructor.name.replace(/Command$/, "")] ?? {};
  });
}
