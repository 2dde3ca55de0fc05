import { StackView } from "../../../../operator/preflight/look/stack-view";
import { azureNeeds, azurePlaces } from "../../../../operator/preflight/needs/azure-needs";
import { googleNeeds, runRegions } from "../../../../operator/preflight/needs/google-needs";
import { type Need, totals } from "../../../../operator/preflight/needs/quota";
import { allTexts } from "../../../stacks/synthesized";

let views: StackView[];
beforeAll(async () => {
  views = [...(await allTexts())].map(([id, text]) => new StackView(id, text));
});
const view = (id: string) => views.find((it) => it.id === id) as StackView;
const figures = (needs: readonly Need[]) => totals(needs).map(({ quota, start, most }) => [quota.code, start, most]);

test("gcp-prod may grow to 30 vCPU in one service, which Cloud Run refuses where the quota is 20", () => {
  // Up to 10 instances of 2 vCPU and 4 GiB, each with a collector of 1 and 0.5; two workers of 1 and 1; a job of 2 and 4.
  expect(runRegions(view("gcp-prod"))).toEqual(["us-east1"]);
  expect(figures(googleNeeds(view("gcp-prod"), "us-east1"))).toEqual([
    ["run.googleapis.com/cpu_allocation", 30, 36],
    ["run.googleapis.com/mem_allocation", 45, 52],
  ]);
  expect(figures(googleNeeds(view("gcp-prod"), undefined))).toEqual([
    ["NETWORKS", 1, 1],
    ["STATIC_ADDRESSES", 1, 1],
  ]);
});

test("azure-prod starts with 11.5 vCPU in six groups; its database counts by its family", () => {
  expect(figures(azureNeeds(view("azure-prod"), "eastus"))).toEqual([
    ["StandardCores", 11.5, 23],
    ["StandardSkuPublicIpAddresses", 2, 2],
    ["cores", 2, 4],
    ["standardEDSv5Family", 2, 4],
  ]);
  expect(azureNeeds(view("azure-prod"), "westus")).toEqual([]);
});

test("azure-test runs in an environment of Container Apps", () => {
  expect(figures(azureNeeds(view("azure-test"), "eastus"))).toContainEqual(["ManagedEnvironmentCount", 1, 1]);
});

test("every example of both clouds counts something in each of its regions", () => {
  const google = views.filter((it) => it.provider("google"));
  const azure = views.filter((it) => it.provider("azurerm"));
  expect([google.length, azure.length].every((count) => count > 3)).toBe(true);
  const counted = [
    ...google.flatMap((it) => runRegions(it).map((region) => googleNeeds(it, region).length)),
    ...azure.map((it) => azurePlaces(it).regions.flatMap((region) => azureNeeds(it, region)).length),
  ];
  expect(counted.length).toBeGreaterThanOrEqual(google.length + azure.length);
  expect(counted.filter((count) => count === 0)).toEqual([]);
});
