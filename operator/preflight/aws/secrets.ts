import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import type { Parameter } from "@aws-sdk/client-ssm";
import { type Answer, type Finding, missing, ok, unknown } from "../look/finding";
import { grouped } from "../look/grouped";
import { type SecretReference, secretsOf } from "../references/secrets";
import type { Account } from "./account";

/** Whether the secrets and parameters that stacks read have values. No value is read. */
export function secretFindings(account: Account): Promise<Finding[]> {
  const secrets = grouped(
    account.stacks,
    (stack) => secretsOf(stack, account.all),
    ({ id }) => id,
  );
  return Promise.all(
    secrets.map(({ item, stacks }) =>
      account.look({ check: "secret", subject: item.id, stacks }, () =>
        item.store === "secrets-manager" ? secretAnswer(account, item) : parameterAnswer(account, item),
      ),
    ),
  );
}

/** The form that a value has: a JSON object where a key of it is read. */
const form = ({ property }: SecretReference) => (property ? `'{"${property}": "…"}'` : "'…'");

/** Where a secret or parameter is. */
export const regionOf = (account: Account, { id }: Pick<SecretReference, "id">): string =>
  id.startsWith("arn:") ? (id.split(":")[3] as string) : account.identity.region;

/**
 * What there is of a secret. @param whenThere what a secret with a value means. @default - ok @param deployed stacks that are deployed: what
 * one of them makes is there or gone. @default - none
 */
export async function secretAnswer<Then = Answer>(
  account: Account,
  secret: SecretReference,
  whenThere?: (secret: DescribeSecretResponse) => Then,
  deployed: readonly string[] = [],
): Promise<Answer | Then> {
  const { SecretsManagerClient, DescribeSecretCommand } = await import("@aws-sdk/client-secrets-manager");
  const { id, madeBy } = secret;
  const region = regionOf(account, secret);
  const client = new SecretsManagerClient(await account.options(region));
  const put = `aws secretsmanager put-secret-value --secret-id ${id} --secret-string ${form(secret)} --region ${region}`;
  try {
    const description = await client.send(new DescribeSecretCommand({ SecretId: id }));
    const { VersionIdsToStages = {}, DeletedDate } = description;
    if (DeletedDate) {
      return missing("it is to be deleted", `aws secretsmanager restore-secret --secret-id ${id} --region ${region}`);
    }
    const hasValue = Object.values(VersionIdsToStages).some((stages) => stages?.includes("AWSCURRENT"));
    if (!hasValue) return missing("it has no value", put);
    return whenThere ? whenThere(description) : ok("has a value");
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    if (madeBy && deployed.includes(madeBy))
      return missing(`${madeBy} made it, and it is gone`, `npm run plan -- ${madeBy}`);
    if (madeBy) return unknown(`${madeBy} makes it, without a value; then: ${put}`);
    const name = id.replace(/^arn:.*?:secret:/, "");
    const create = `aws secretsmanager create-secret --name ${name} --secret-string ${form(secret)} --region ${region}`;
    return missing("it does not exist, and no stack makes it", create);
  }
}

/** What there is of a parameter. @param whenThere what one with a value means; a secret value is encrypted in it. @default - ok */
export async function parameterAnswer<Then = Answer>(
  account: Account,
  { id }: SecretReference,
  whenThere?: (parameter: Parameter) => Then,
): Promise<Answer | Then> {
  const { SSMClient, GetParameterCommand } = await import("@aws-sdk/client-ssm");
  const name = id.replace(/^arn:.*?:parameter/, "");
  const region = regionOf(account, { id });
  const client = new SSMClient(await account.options(region));
  try {
    // Without decryption: a secret value stays encrypted.
    const { Parameter = {} } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
    return whenThere ? whenThere(Parameter) : ok("has a value");
  } catch (error) {
    if ((error as Error).name !== "ParameterNotFound") throw error;
    const put = `aws ssm put-parameter --name ${name} --type SecureString --value '…' --region ${region}`;
    return missing("it does not exist, and no stack makes it", put);
  }
}
