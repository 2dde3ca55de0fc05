import { EC2Client } from "@aws-sdk/client-ec2";
import { EFSClient } from "@aws-sdk/client-efs";
import { lookUp } from "../../../operator/errors/look-up";
import type { PlanJson } from "../../../operator/plan/plan-json";

const address = "aws_efs_mount_target.m";
const refused = { address, text: "creating it: already exists" };
const planned = { file_system_id: "fs-1", subnet_id: "subnet-1" };
let called: { region: unknown; profile: unknown } | undefined;

afterEach(() => jest.restoreAllMocks());

test("a resource whose id the service makes is looked up with the provider that it has in the plan", async () => {
  answers({ MountTargets: [{ MountTargetId: "fsmt-1", SubnetId: "subnet-1" }] });
  expect(await lookUp("shop", [refused], planOf("aws_efs_mount_target", planned))).toEqual([
    { address, importId: "fsmt-1" },
  ]);
  expect(called).toEqual({ region: "eu-west-1", profile: "backup" });
});

test("one that the service does not have is named, with what it was looked for by", async () => {
  answers({ MountTargets: [] });
  const [orphan] = await lookUp("shop", [refused], planOf("aws_efs_mount_target", planned));
  expect(orphan).toEqual({
    address,
    hint: expect.stringMatching(/by its file_system_id and subnet_id, and not found/),
  });
});

test("one that may not be looked up at the service is named, with what the service said", async () => {
  jest.spyOn(EFSClient.prototype, "send").mockImplementation(async () => {
    throw new Error("not authorized to perform elasticfilesystem:DescribeMountTargets");
  });
  const [orphan] = await lookUp("shop", [refused], planOf("aws_efs_mount_target", planned));
  expect(orphan?.importId).toBeUndefined();
  expect(orphan?.hint).toContain("not authorized to perform elasticfilesystem:DescribeMountTargets");
});

test("one that has the tag of another stack is not adopted", async () => {
  const group = { GroupId: "sg-1", Tags: [{ Key: "Stack", Value: "other" }] };
  jest.spyOn(EC2Client.prototype, "send").mockImplementation(async () => ({ SecurityGroups: [group] }));
  const plan = planOf("aws_security_group", { name: "shop-api", vpc_id: "vpc-1" });
  expect(await lookUp("shop", [refused], plan)).toEqual([
    { address, hint: "sg-1 belongs to another stack (tag Stack=other)" },
  ]);
});

test("what cannot be adopted is named with what to do", async () => {
  const [orphan] = await lookUp("shop", [refused], planOf("aws_internet_gateway", { vpc_id: "vpc-1" }));
  expect(orphan?.hint).toContain("aws ec2 describe-internet-gateways");
});

const group = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop-prod";

test.each<[type: string, text: string, after: object, importId: string | undefined]>([
  [
    "azurerm_container_group",
    `a resource with the ID "${group}/providers/Microsoft.ContainerInstance/containerGroups/shop-prod-api-1" already exists - to be managed via Terraform this resource needs to be imported into the State.`,
    {},
    `${group}/providers/Microsoft.ContainerInstance/containerGroups/shop-prod-api-1`,
  ],
  [
    "azurerm_key_vault_certificate",
    'A resource with the ID "https://shop.vault.azure.net/certificates/shop/0123456789abcdef" already exists - to be managed via Terraform',
    {},
    "https://shop.vault.azure.net/certificates/shop/0123456789abcdef",
  ],
  [
    "azurerm_role_assignment",
    "RoleAssignmentExists: The role assignment already exists. The ID of the existing role assignment is 0123456789abcdef0123456789abcdef.",
    { scope: `${group}/providers/Microsoft.KeyVault/vaults/shop` },
    `${group}/providers/Microsoft.KeyVault/vaults/shop/providers/Microsoft.Authorization/roleAssignments/01234567-89ab-cdef-0123-456789abcdef`,
  ],
  [
    "azurerm_role_assignment",
    "RoleAssignmentExists: The ID of the existing role assignment is 0123456789abcdef0123456789abcdef.",
    {},
    undefined,
  ],
  ["azurerm_storage_account", "StorageAccountAlreadyTaken: the name is already in use", {}, undefined],
  [
    "google_cloud_run_v2_service",
    "Error 409: Resource 'shop-prod-api' already exists.",
    { project: "shop-prod", location: "us-east1", name: "shop-prod-api" },
    "projects/shop-prod/locations/us-east1/services/shop-prod-api",
  ],
  [
    "google_service_account",
    "Error 409: Service account api already exists within project projects/shop-prod., alreadyExists",
    { project: "shop-prod", account_id: "api" },
    "projects/shop-prod/serviceAccounts/api@shop-prod.iam.gserviceaccount.com",
  ],
])("%s is imported by what the error or the plan says: %s", async (type, text, after, importId) => {
  const at = `${type}.one`;
  const plan: PlanJson = { resource_changes: [{ address: at, type, change: { before: null, after } }] };
  expect(await lookUp("shop", [{ address: at, text }], plan)).toEqual([{ address: at, importId }]);
});

function answers(body: object): void {
  jest.spyOn(EFSClient.prototype, "send").mockImplementation(async function (this: EFSClient) {
    const { region, profile } = this.config as unknown as { region: () => Promise<string>; profile?: string };
    called = { region: await region(), profile };
    return body;
  });
}

/** A plan that makes a resource with a provider for another region than the stack's own. */
function planOf(type: string, after: object): PlanJson {
  const provider = (region: string, profile: string) => ({
    expressions: { region: { constant_value: region }, profile: { constant_value: profile } },
  });
  return {
    resource_changes: [{ address, type, change: { before: null, after } }],
    configuration: {
      root_module: { resources: [{ address, provider_config_key: "aws.eu_west_1" }] },
      provider_config: { aws: provider("us-east-1", "main"), "aws.eu_west_1": provider("eu-west-1", "backup") },
    },
  };
}
