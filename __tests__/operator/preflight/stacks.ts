import { Account } from "../../../operator/preflight/aws/account";
import { StackView } from "../../../operator/preflight/look/stack-view";

export const account = "111111111111";
export const region = "us-east-1";

type Named = Record<string, object>;

/** A stack of AWS with these resources. */
export function awsStack(id: string, resource: Record<string, Named>, more: object = {}): StackView {
  const provider = {
    aws: [
      { region, allowed_account_ids: [account] },
      { alias: "west", region: "eu-west-1" },
    ],
  };
  const backend = {
    s3: { bucket: "states", key: id, region, dynamodb_table: "locks", allowed_account_ids: [account] },
  };
  return new StackView(id, JSON.stringify({ provider, terraform: { backend }, resource, ...more }));
}

/** An account that is signed in to, with these stacks; the first is the one that was named. */
export async function accountWith(...stacks: StackView[]): Promise<Account> {
  const made = new Account({ account, region }, stacks.slice(0, 1), stacks);
  await made.signIn();
  return made;
}
