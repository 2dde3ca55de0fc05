import type { ClientOptions } from "../../aws/client";
import { type Answer, type Finding, look, missing, ok, type Subject, unknown, whyNot } from "../look/finding";
import { groupBy } from "../look/grouped";
import type { AwsIdentity, StackView } from "../look/stack-view";

/** Options of a client that gives up soon: a preflight says what it could not look at, and waits for nothing long. */
export interface LookOptions extends ClientOptions {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
}

/** Options of a client with these credentials, in their region or another one. */
export async function lookOptions(identity: Omit<AwsIdentity, "account">): Promise<LookOptions> {
  const { clientOptions } = await import("../../aws/client.js");
  return {
    ...clientOptions(identity),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  };
}

/** An AWS account with the stacks that are looked at. */
export class Account {
  /** Why nothing can be looked at with these credentials. @default - it can */
  private refused: string | undefined;

  constructor(
    readonly identity: AwsIdentity,
    /** The stacks that were named. */
    readonly stacks: readonly StackView[],
    /** All stacks of the account: they share its quotas and names. */
    readonly all: readonly StackView[],
  ) {}

  get ids(): string[] {
    return this.stacks.map(({ id }) => id);
  }

  /** Options of a client in the account. @param region @default - that of the stacks */
  options(region = this.identity.region): Promise<LookOptions> {
    return lookOptions({ ...this.identity, region });
  }

  /** Whether the credentials are those of the account. Until then every other look is refused. */
  async signIn(): Promise<Finding> {
    const { account, region, profile, roleArn } = this.identity;
    const finding = await look({ check: "identity", subject: `account ${account}`, stacks: this.ids }, async () => {
      try {
        const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
        const client = new STSClient(await this.options(region));
        const { Account: found, Arn } = await client.send(new GetCallerIdentityCommand({}));
        if (found === account) return ok(`${Arn}`);
        const switchTo = profile ? `aws sso login --profile ${profile}` : "export AWS_PROFILE=…";
        return missing(`expected the account ${account}, found ${found} (${Arn})`, switchTo);
      } catch (error) {
        return refusal(error, profile, roleArn);
      }
    });
    if (finding.status !== "ok")
      this.refused = `not looked at: there is no sign-in to account ${account}, see identity`;
    return finding;
  }

  /** As `look`, once the credentials are those of the account. */
  look(subject: Subject, ask: () => Promise<Answer>): Promise<Finding> {
    const { refused } = this;
    return look(subject, refused ? async () => unknown(refused) : ask);
  }
}

/** Accounts of stacks, one for each identity: account, region, profile and role. @param all stacks of which those of the account share it */
export function accountsOf<Made extends Account>(
  stacks: readonly StackView[],
  all: readonly StackView[],
  make: (...props: ConstructorParameters<typeof Account>) => Made,
): Made[] {
  const identities = groupBy(
    stacks.filter(({ aws }) => aws),
    ({ aws }) => JSON.stringify(aws),
  );
  return [...identities.values()].map((of) => {
    const identity = of[0]?.aws as AwsIdentity;
    const sharing = all.filter(({ aws }) => aws?.account === identity.account);
    return make(identity, of, sharing);
  });
}

/** No credentials, expired ones, or a role that may not be assumed: a deploy would fail with them. No answer says nothing. */
function refusal(error: unknown, profile = "", roleArn = ""): Answer {
  const { name = "", cause } = error as Error;
  const reason =
    /CredentialsProviderError|TokenProviderError|InvalidClientTokenId|Expired|AccessDenied|SignatureDoesNot/;
  const inner = (cause as Error | undefined)?.name ?? "";
  if (!reason.test(name) && !reason.test(inner)) return unknown(whyNot((cause as Error | undefined) ?? error));
  const login = `aws sso login${profile ? ` --profile ${profile}` : ""}`;
  return missing(whyNot(error), roleArn ? `aws sts assume-role --role-arn ${roleArn} --role-session-name try` : login);
}
