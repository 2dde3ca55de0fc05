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

async function secretAnswer(account: Account, secret: SecretReference): Promise<Answer> {
  const { SecretsManagerClient, DescribeSecretCommand } = await import("@aws-sdk/client-secrets-manager");
  const { id, madeBy } = secret;
  const region = id.startsWith("arn:") ? (id.split(":")[3] as string) : account.identity.region;
  const client = new SecretsManagerClient(await account.options(region));
  const put = `aws secretsmanager put-secret-value --secret-id ${id} --secret-string ${form(secret)} --region ${region}`;
  try {
    const { VersionIdsToStages = {}, DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId: id }));
    if (DeletedDate) {
      return missing("it is to be deleted", `aws secretsmanager restore-secret --secret-id ${id} --region ${region}`);
    }
    const hasValue = Object.values(VersionIdsToStages).some((stages) => stages?.includes("AWSCURRENT"));
    return hasValue ? ok("has a value") : missing("it has no value", put);
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    if (madeBy) return unknown(`${madeBy} makes it, without a value; then: ${put}`);
    const name = id.replace(/^arn:.*?:secret:/, "");
    const create = `aws secretsmanager create-secret --name ${name} --secret-string ${form(secret)} --region ${region}`;
    return missing("it does not exist, and no stack makes it", create);
  }
}

async function parameterAnswer(account: Account, { id }: SecretReference): Promise<Answer> {
  const { SSMClient, GetParameterCommand } = await import("@aws-sdk/client-ssm");
  const name = id.replace(/^arn:.*?:parameter/, "");
  const region = id.startsWith("arn:") ? (id.split(":")[3] as string) : account.identity.region;
  const client = new SSMClient(await account.options(region));
  try {
    // Without decryption: a secret value stays encrypted.
    await client.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
    return ok("has a value");
  } catch (error) {
    if ((error as Error).name !== "ParameterNotFound") throw error;
    const put = `aws ssm put-parameter --name ${name} --type SecureString --value '…' --region ${region}`;
    return missing("it does not exist, and no stack makes it", put);
  }
}
