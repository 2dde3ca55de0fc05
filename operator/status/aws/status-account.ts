import { Account, accountsOf, type LookOptions } from "../../preflight/aws/account";
import { type Finding, whyNot } from "../../preflight/look/finding";
import type { AwsIdentity, StackView } from "../../preflight/look/stack-view";
import { shellWord } from "../../process/shell";
import {
  type About,
  inTime,
  type LookingAt,
  looked,
  type Seen,
  type StatusFinding,
  signInMs,
  unknown,
} from "../finding";

/** Waits of a client, in milliseconds: two tries of it are about as long as a look. */
export const quick = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 2_500, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

/** An AWS account with the stacks whose status is looked at, as one identity. All clients share the credentials, which are fetched once. */
export class StatusAccount extends Account implements LookingAt {
  /** Why nothing can be looked up with these credentials. @default - it can */
  closed: Seen | undefined;
  private credentials: LookOptions["credentials"];

  constructor(
    identity: AwsIdentity,
    stacks: readonly StackView[],
    all: readonly StackView[],
    /** Whether it is the emulator. */
    readonly emulated: boolean,
  ) {
    super(identity, stacks, all);
  }

  override async options(region = this.identity.region): Promise<LookOptions> {
    const options = { ...(await super.options(region)), ...quick };
    return this.credentials ? { ...options, credentials: this.credentials } : options;
  }

  /** This account, signed in as it is, with those of its stacks that are among these. */
  of(stacks: readonly StackView[]): StatusAccount {
    const own = this.stacks.filter((stack) => stacks.includes(stack));
    const made = new StatusAccount(this.identity, own, this.all, this.emulated);
    made.closed = this.closed;
    made.credentials = this.credentials;
    return made;
  }

  /** As in Account, within {@link signInMs}. Until then nothing else must be looked at. Never throws. */
  override async signIn(): Promise<Finding> {
    const about = { check: "identity", subject: `account ${this.identity.account}`, stacks: this.ids };
    const finding = await inTime(async () => {
      const { STSClient } = await import("@aws-sdk/client-sts");
      const { credentials } = new STSClient(await this.options()).config;
      this.credentials = credentials as LookOptions["credentials"];
      return super.signIn();
    }, signInMs).catch((error: unknown): Finding => ({ ...about, status: "unknown", detail: whyNot(error) }));
    if (finding.status !== "ok") this.closed = unknown(`no sign-in: ${finding.detail}`, finding.command);
    return finding;
  }

  /** Looks at something of this account. Never throws. */
  ask(
    about: Omit<About, "stacks"> & Partial<About>,
    ask: () => Promise<Seen | readonly Seen[]>,
  ): Promise<StatusFinding[]> {
    return looked({ stacks: this.ids, ...about }, ask, this);
  }

  /** A command of the AWS CLI in a region, with the profile of this account, or on the emulator. */
  command(words: string, region = this.identity.region): string {
    return this.here(`aws ${words} --region ${region}`);
  }

  /** A command that may be one of the AWS CLI, with the profile of this account, or on the emulator. */
  here(command: string): string {
    if (!command.startsWith("aws ")) return command;
    const { profile } = this.identity;
    return awsCommand(`${command.slice(4)}${profile ? ` --profile ${shellWord(profile)}` : ""}`, this.emulated);
  }
}

/** A command of the AWS CLI; on the emulator with its addresses. */
export const awsCommand = (words: string, emulated: boolean): string =>
  emulated ? `(eval "$(npm run --silent local:env)"; aws ${words})` : `aws ${words}`;

/** The accounts of stacks, one for each identity. @param emulated whether the stacks are deployed to the emulator */
export const statusAccounts = (stacks: readonly StackView[], emulated: boolean): StatusAccount[] =>
  accountsOf(stacks, stacks, (...props) => new StatusAccount(...props, emulated));
