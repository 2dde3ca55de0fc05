import { Names } from "../../modules/names";

const of = { name: "shop", environment: "prod", accountId: "444444444444", region: "us-east-1" };

test("an alarm's text ends with the address of its page, else with the command that prints it", () => {
  const url = "https://git.example.com/shop/runbooks";
  const published = new Names({ ...of, runbooks: { stack: "shop-aws-prod", url } });
  expect(published.runbook("cpu-blue")).toBe(` Runbook: ${url}/prod/shop-aws-prod.md#cpu-blue`);
  const own = new Names({ ...of, runbooks: { stack: "shop-aws-prod" } });
  expect(own.runbook("cpu-blue")).toBe(" Runbook: npm run runbooks -- shop-aws-prod --alarm cpu-blue");
  expect(own.runbookUrl("cpu-blue")).toBeUndefined();
  expect(new Names(of).runbook("cpu-blue")).toBe("");
});
