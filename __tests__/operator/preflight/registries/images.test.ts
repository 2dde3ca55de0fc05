import { StackView } from "../../../../operator/preflight/look/stack-view";
import { imageFindings } from "../../../../operator/preflight/registries/images";
import { fakeCloud, type Reply } from "../fake-cloud";

const fake = fakeCloud();

const path = "HEAD /v2/shop/api/manifests/1.0.0";
const refusal: Reply = { status: 401, headers: { "www-authenticate": `Basic realm="shop"` } };

/** A stack that runs the image on a platform. */
function stack(provider: string, resource: (image: string) => object) {
  const json = { provider: { [provider]: [{}] }, resource: resource(`${fake.host}/shop/api:1.0.0`) };
  return new StackView("shop", JSON.stringify(json));
}

const group = (image: string) => ({
  azurerm_container_group: { api: { container: [{ image }] } },
  azurerm_container_registry: { r: { name: "shopdev" } },
});
const app = (server: string) => (image: string) => ({
  azurerm_container_app: { api: { registry: [{ server }], template: { container: [{ image }] } } },
});
const run = (image: string) => ({ google_cloud_run_v2_service: { api: { template: { containers: [{ image }] } } } });
const task = (more: object) => (image: string) => ({
  aws_ecs_task_definition: { api: { container_definitions: JSON.stringify([{ image, ...more }]) } },
});

const look = async (provider: string, resource: (image: string) => object) => {
  const view = stack(provider, resource);
  const [found] = await imageFindings([view], [view], { accounts: [] });
  return found;
};

test.each<[where: string, provider: string, resource: (image: string) => object, remedy: RegExp]>([
  ["Container Instances", "azurerm", group, /has none there\. .*Private: copy it into the registry of the stack/],
  ["Container Apps with another sign-in", "azurerm", app("ghcr.io"), /Private: copy it/],
  ["Cloud Run", "google", run, /Private: name its registry in gcp\.registry\.remotes$/],
  ["Fargate", "aws", task({}), /Private: name its credentials in aws\.service\.registry_credentials_arn$/],
])("a private image that %s would pull without a sign-in is missing", async (_, provider, resource, remedy) => {
  fake.answer({ [path]: refusal });
  expect(await look(provider, resource)).toMatchObject({ status: "missing", detail: expect.stringMatching(remedy) });
});

test("for the registry of an Azure stack the command copies it", async () => {
  fake.answer({ [path]: refusal });
  const source = `${fake.host}/shop/api:1.0.0`;
  expect((await look("azurerm", group))?.command).toBe(
    `az acr import --name shopdev --source ${source} --username <user> --password <token>`,
  );
});

test.each<[where: string, provider: string, resource: (image: string) => object]>([
  ["Container Apps", "azurerm", (image) => app(fake.host)(image)],
  ["Fargate", "aws", task({ repositoryCredentials: { credentialsParameter: "arn" } })],
  ["a cluster", "kubernetes", (image) => ({ kubernetes_deployment_v1: { api: { spec: { image } } } })],
])("a private image that %s may sign in for could not be looked at", async (_, provider, resource) => {
  fake.answer({ [path]: refusal });
  expect(await look(provider, resource)).toMatchObject({
    status: "unknown",
    detail: expect.stringMatching(/private, or not there$/),
  });
});

test("a refusal that is not the registry's own, as a proxy's, stops nothing", async () => {
  fake.answer({ [path]: { status: 403 } });
  expect(await look("azurerm", group)).toMatchObject({ status: "unknown" });
});

test("a public image is found", async () => {
  fake.answer({ [path]: { headers: { "docker-content-digest": "sha256:abc" } } });
  expect(await look("azurerm", group)).toMatchObject({ status: "ok", detail: "sha256:abc" });
});
