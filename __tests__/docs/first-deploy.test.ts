import { needsOf } from "../../operator/preflight/aws/quotas";
import { StackView } from "../../operator/preflight/look/stack-view";
import { azureNeeds, azureQuotas } from "../../operator/preflight/needs/azure-needs";
import { googleNeeds, googleQuotas } from "../../operator/preflight/needs/google-needs";
import { buildQuotas, type Need, quotas, totals } from "../../operator/preflight/needs/quota";
import { costTagsOf, linkedServices, rolesOf } from "../../operator/preflight/references/aws-names";
import { secretsOf } from "../../operator/preflight/references/secrets";
import { allTexts } from "../stacks/synthesized";
import { read } from "./pages";

/** What docs/first-deploy.md says of the examples is so. */

const page = read("docs/first-deploy.md");
const environments = ["dev", "test", "staging", "prod", "prod-dr"];

let views: StackView[];
beforeAll(async () => {
  views = [...(await allTexts())]
    .map(([id, text]) => new StackView(id, text))
    .filter(({ id }) => !id.endsWith("-local"));
});

const inEnvironment = (name: string) => views.filter(({ id }) => id.endsWith(`-${name}`));

/** The account and region of an environment's stacks, with what all stacks of that account need there. */
function needs(environment: string) {
  const stack = inEnvironment(environment).find(({ id, aws }) => aws && id.startsWith("aws-"));
  const { account = "", region = "" } = stack?.aws ?? {};
  return needsOf({ all: views.filter(({ aws }) => aws?.account === account) }, region);
}

test("the table of quotas has what the stacks of each account need together; a row is `quota | code | dev | … |`", () => {
  const perEnvironment = environments.map(needs);
  const needed = new Set(perEnvironment.flat().map(({ quota }) => quota.code));
  const codes = [...Object.values(quotas), ...Object.values(buildQuotas)]
    .map(({ code }) => code)
    .filter((code) => needed.has(code));
  const rows = codes.map((code) => {
    const { name, service } = perEnvironment.flat().find(({ quota }) => quota.code === code)?.quota ?? quotas.vpcs;
    const cells = perEnvironment.map((needs) => {
      const need = needs.find(({ quota }) => quota.code === code);
      if (!need) return "–";
      return need.start === need.most ? `${need.start}` : `${need.start} (${need.most})`;
    });
    return `| ${name} | \`${service}\` \`${code}\` | ${cells.join(" | ")} |`;
  });
  expect(rows.length).toBeGreaterThan(6);
  expect(page.split("\n").filter((line) => /`L-[0-9A-F]{8}`/.test(line))).toEqual(rows);
});

test("every role, secret and tag that prod's stacks name is on the page", () => {
  const prod = inEnvironment("prod");
  const names = prod.flatMap((stack) => [
    ...rolesOf(stack, views)
      .filter(({ madeBy }) => !madeBy)
      .map(({ name, service }) => service ?? name),
    ...linkedServices(stack),
    ...secretsOf(stack, views).map(({ id }) => id),
    ...costTagsOf(stack),
  ]);
  expect(names.length).toBeGreaterThan(8);
  expect([...new Set(names)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("what gcp-prod may grow to and azure-prod starts with is as the page says", () => {
  const view = (id: string) => views.find((stack) => stack.id === id) as StackView;
  const start = (needs: readonly Need[], code: string) => totals(needs).find(({ quota }) => quota.code === code)?.start;
  const google = googleNeeds(view("gcp-prod"), "us-east1");
  const [cpu, memory] = [googleQuotas.cpu, googleQuotas.memory].map(({ code }) => start(google, code));
  expect(page).toContain(`\`gcp-prod\` may grow to ${cpu} vCPU and ${memory} GiB`);
  const cores = start(azureNeeds(view("azure-prod"), "eastus"), azureQuotas.cores.code);
  expect(page).toContain(`\`azure-prod\` starts with ${cores}`);
});
