import { Account } from "../../../../operator/preflight/aws/account";
import { roleFindings } from "../../../../operator/preflight/aws/roles";
import { caller, fakeAws, noAnswer, xmlRefusal } from "../fake-cloud";
import { account, accountWith, awsStack, region } from "../stacks";

const fake = fakeAws();
beforeEach(() => fake.useForAws());

const stack = awsStack("aws-x", { aws_iam_policy: { p: { policy: `arn:aws:iam::${account}:role/admin` } } });

test("credentials of the account are ok, with whose they are", async () => {
  fake.answer({ GetCallerIdentity: caller(account) });
  expect(await new Account({ account, region }, [stack], [stack]).signIn()).toEqual({
    check: "identity",
    subject: `account ${account}`,
    stacks: ["aws-x"],
    status: "ok",
    detail: `arn:aws:iam::${account}:user/ann`,
  });
});

test("credentials of another account are missing those of this one, and nothing else is looked at", async () => {
  fake.answer({ GetCallerIdentity: caller("222222222222") });
  const other = new Account({ account, region, profile: "lab" }, [stack], [stack]);
  // The profile is not in the file; its credentials are those of the environment.
  Object.assign(other.identity, { profile: undefined });
  expect(await other.signIn()).toMatchObject({
    status: "missing",
    detail: `expected the account ${account}, found 222222222222 (arn:aws:iam::222222222222:user/ann)`,
    command: "export AWS_PROFILE=…",
  });
  expect(await roleFindings(other)).toMatchObject([
    { status: "unknown", detail: `not looked at: there is no sign-in to account ${account}, see identity` },
  ]);
  expect(fake.calls).toEqual(["GetCallerIdentity"]);
});

test("expired credentials are missing", async () => {
  fake.answer({ GetCallerIdentity: xmlRefusal("ExpiredToken", 403) });
  expect(await new Account({ account, region }, [stack], [stack]).signIn()).toMatchObject({
    status: "missing",
    command: "aws sso login",
  });
});

test("a role that may not be assumed is missing, with a command that tries it", async () => {
  fake.answer({ AssumeRole: xmlRefusal("AccessDenied", 403) });
  const roleArn = `arn:aws:iam::${account}:role/deploy`;
  expect(await new Account({ account, region, roleArn }, [stack], [stack]).signIn()).toMatchObject({
    status: "missing",
    detail: `${roleArn} cannot be assumed: AccessDenied of the fake`,
    command: `aws sts assume-role --role-arn ${roleArn} --role-session-name try`,
  });
});

test("where there is no answer, the identity could not be looked at", async () => {
  process.env["AWS_ENDPOINT_URL"] = `http://${await noAnswer()}`;
  expect(await new Account({ account, region }, [stack], [stack]).signIn()).toMatchObject({
    status: "unknown",
    detail: "no answer (ECONNREFUSED)",
  });
});

test("a look that is refused says so, and that a call was not answered", async () => {
  fake.answer({ GetCallerIdentity: caller(account), GetRole: xmlRefusal("AccessDenied", 403) });
  const signedIn = await accountWith(stack);
  expect(await roleFindings(signedIn)).toMatchObject([
    { status: "unknown", detail: "not allowed: AccessDenied of the fake" },
  ]);
});
