import { submit } from "../../../functions/kiro-worker/submit";
import { Tables } from "./tables";

const tables = new Tables();
const call = (event: unknown) => submit(event, tables.workItems, { projects: ["worker"], repositories: ["example/*"] });
const item = { id: "one", project: "worker", title: "First", inputs: { TARGET: "main" } };

beforeAll(() => tables.start(), 300_000);
beforeEach(() => tables.clean());
afterAll(() => tables.stop());

test("a work item is stored as pending", async () => {
  expect(await call({ items: [item] })).toEqual({ statusCode: 202, body: { accepted: ["one"] } });
  expect(await tables.read("workItems", "one")).toEqual({
    ...item,
    status: "pending",
    attempts: 0,
    created_at: "2027-01-15T08:00:00.000Z",
    updated_at: "2027-01-15T08:00:00.000Z",
  });
});

test("a known item does not change", async () => {
  await call({ items: [item] });
  const again = [
    { ...item, title: "Second" },
    { ...item, id: "two" },
  ];
  expect(await call({ items: again })).toEqual({ statusCode: 202, body: { accepted: ["two"] } });
  expect(await call({ items: again })).toEqual({ statusCode: 200, body: { accepted: [] } });
  expect(await tables.read("workItems", "one")).toMatchObject({ title: "First" });
});

test.each([
  [undefined],
  [{}],
  [{ items: [] }],
  [{ items: "one" }],
  [{ items: [item], force: true }],
  [{ items: Array.from({ length: 101 }, (_, index) => ({ ...item, id: `item-${index}` })) }],
])("%j is refused with what is expected", async (event) => {
  const reasons = ['expected { "items": [ … ] } with 1 to 100 work items'];
  expect(await call(event)).toEqual({ statusCode: 400, body: { reasons } });
});

test("one invalid item refuses all, with each reason, and stores nothing", async () => {
  const refused = await call({ items: [item, { id: "two", project: "other" }, null] });
  expect(refused).toEqual({
    statusCode: 400,
    body: { reasons: ["items[1]: project: expected one of worker", "items[2]: a work item: expected an object"] },
  });
  expect(await tables.ids("pending")).toEqual([]);
});
