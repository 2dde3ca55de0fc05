import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { RoleDefinition } from "@cdktf/provider-azurerm/lib/role-definition";
import {
  PipelineIdentities,
  type PipelineIdentitiesProps,
} from "../../../../modules/azure/account/pipeline-identities";
import { synthesized } from "../../../synthesized";
import { placement, resourceId } from "../fixtures";

const make = (props: Partial<PipelineIdentitiesProps> = {}) =>
  synthesized((scope) => {
    new PipelineIdentities(scope, "federation", {
      ...placement,
      subscriptionId: "s1",
      platform: "container_apps",
      hasSecrets: false,
      pipelines: { repository: "example/project" },
      vault: { id: resourceId("Microsoft.KeyVault/vaults", "v") },
      configuration: { id: resourceId("Microsoft.AppConfiguration/configurationStores", "c") },
      runsAs: {},
      ...props,
    });
  });
const subjects = (props?: Partial<PipelineIdentitiesProps>) =>
  make(props)
    .all(FederatedIdentityCredential)
    .map(({ subject }) => subject)
    .sort();
const actionsOf = (name: string, props?: Partial<PipelineIdentitiesProps>): string[] =>
  make(props)
    .all(RoleDefinition)
    .find((role) => role.name === name)?.permissions[0].actions;

test("without a repository that releases there are identities to plan and to apply only", () => {
  const own = ["prod", "prod-plan", "prod-watch"].map((name) => `repo:example/project:environment:${name}`);
  expect(subjects()).toEqual(own);
});

test("a subject with GitHub's numbers is the one that Azure compares", () => {
  const releases = { repository: "example/shop", subject: "example@7/shop@42", environment: "shop-azure-prod" };
  expect(subjects({ releases })).toContain("repo:example@7/shop@42:environment:shop-azure-prod");
});

test("the identities are in a group of their own", () => {
  expect(make().one(ResourceGroup).name).toBe("test-execution-prod-pipelines");
});

test("secrets of apps are listed for no plan where there are some, because the list holds their values", () => {
  const listing = (props: Partial<PipelineIdentitiesProps>) =>
    actionsOf("test-execution-prod-plan-x7k2", props).filter((action) => /listSecrets/.test(action));
  expect(listing({})).toHaveLength(2);
  expect(listing({ hasSecrets: true })).toEqual([]);
  expect(listing({ platform: "container_instances" })).toEqual([]);
});

test("the two subjects of the plan identity are two credentials of one identity, by names of their own", () => {
  const ofPlan = make()
    .all(FederatedIdentityCredential)
    .filter(({ subject }) => /-(plan|watch)$/.test(subject));
  expect(ofPlan.map(({ name }) => name).sort()).toEqual(["github", "github-watch"]);
  expect(new Set(ofPlan.map(({ parent_id: parent }) => parent)).size).toBe(1);
});
