import { type Answer, type Finding, missing, ok, unknown } from "../look/finding";
import { grouped } from "../look/grouped";
import {
  type BoundaryReference,
  boundariesOf,
  linkedServices,
  type RoleReference,
  rolesOf,
} from "../references/aws-names";
import type { Account } from "./account";

/** The roles that the settings name, and the service-linked ones that must be there before what uses them. */
export function roleFindings(account: Account): Promise<Finding[]> {
  const { stacks, all, ids } = account;
  const named = grouped(
    stacks,
    (stack) => rolesOf(stack, all),
    ({ arn }) => arn,
  )
    // What is deployed together is made in order.
    .filter(({ item }) => !item.madeBy || !ids.includes(item.madeBy));
  const linked = grouped(stacks, linkedServices, (service) => service).filter(
    ({ item }) => !named.some((it) => it.item.service === item),
  );
  const boundaries = grouped(
    stacks,
    (stack) => boundariesOf(stack, all),
    ({ arn }) => arn,
  ).filter(({ item }) => !item.madeBy || !ids.includes(item.madeBy));
  return Promise.all([
    ...boundaries.map(({ item, stacks }) =>
      account.look({ check: "permissions boundary", subject: item.arn, stacks }, () => boundaryAnswer(account, item)),
    ),
    ...named.map(({ item, stacks }) => {
      const check = item.service ? "service-linked role" : "role";
      return account.look({ check, subject: item.arn, stacks }, () => roleAnswer(account, item));
    }),
    ...linked.map(({ item, stacks }) =>
      account.look({ check: "service-linked role", subject: item, stacks }, () => linkedAnswer(account, item)),
    ),
  ]);
}

async function iam(account: Account) {
  const sdk = await import("@aws-sdk/client-iam");
  return { ...sdk, client: new sdk.IAMClient(await account.options()) };
}

async function roleAnswer(account: Account, { name, service, madeBy, ...role }: RoleReference): Promise<Answer> {
  if (role.account !== account.identity.account) return unknown(`it is in account ${role.account}: look there`);
  const { client, GetRoleCommand } = await iam(account);
  try {
    const { Role } = await client.send(new GetRoleCommand({ RoleName: name }));
    return ok(`since ${Role?.CreateDate?.toISOString().slice(0, 10) ?? "some time"}`);
  } catch (error) {
    if (!isMissing(error)) throw error;
    if (service) return missing("it does not exist", createLinked(service));
    if (madeBy) return missing(`it does not exist: ${madeBy} makes it`, `npm run deploy -- ${madeBy}`);
    const trust = "--assume-role-policy-document file://trust.json";
    return missing("it does not exist, and no stack makes it", `aws iam create-role --role-name ${name} ${trust}`);
  }
}

/** No role can be made with a boundary that is not there. */
async function boundaryAnswer(account: Account, { arn, madeBy }: BoundaryReference): Promise<Answer> {
  const { client, GetPolicyCommand } = await iam(account);
  try {
    await client.send(new GetPolicyCommand({ PolicyArn: arn }));
    return ok("it is there");
  } catch (error) {
    if (!isMissing(error)) throw error;
    return madeBy
      ? missing(`it does not exist: ${madeBy} makes it`, `npm run deploy -- ${madeBy}`)
      : missing("it does not exist: the account's stack makes it with role_boundary = true", "npm run bootstrap");
  }
}

/** A service's role has its own path, and a name that the service chooses. */
async function linkedAnswer(account: Account, service: string): Promise<Answer> {
  const { client, ListRolesCommand } = await iam(account);
  const { Roles = [] } = await client.send(new ListRolesCommand({ PathPrefix: `/aws-service-role/${service}/` }));
  return Roles[0] ? ok(`${Roles[0].RoleName}`) : missing("it does not exist", createLinked(service));
}

const createLinked = (service: string) => `aws iam create-service-linked-role --aws-service-name ${service}`;

const isMissing = (error: unknown) => /^NoSuchEntity/.test((error as Error).name);
