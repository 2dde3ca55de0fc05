import { readFlags } from "../../../operator/init/flags";
import type { Initialized } from "../../../operator/init/init";
import { everything, InitFolder, options } from "./project";

let project: InitFolder;
beforeEach(() => {
  project = new InitFolder();
});
afterEach(() => project.remove());

test("everything that is missing is listed at once, and nothing is written", async () => {
  const call = project.init({ system: "shop", platforms: "aws,gcp,azure", environments: "dev,prod" });
  await expect(call).rejects.toThrow(
    [
      "missing, and never guessed; nothing was written:",
      "  --state s3                where state is kept: s3, or hcp:<organization> for HCP Terraform",
      "  --account dev=<id>        AWS account (12 digits) of dev",
      "  --project dev=<id>        Google Cloud project of dev",
      "  --subscription dev=<id>   Azure subscription of dev",
      "  --account prod=<id>       AWS account (12 digits) of prod",
      "  --project prod=<id>       Google Cloud project of prod",
      "  --subscription prod=<id>  Azure subscription of prod",
      "  --tenant <id>             Entra tenant of the subscriptions",
      "  --email <address>         address that alerts are sent to",
    ].join("\n"),
  );
  expect(project.files()).toEqual({});
});

test("without any option, the first questions are listed", async () => {
  await expect(project.init({})).rejects.toThrow(
    /--system <name>[\s\S]*--platforms[\s\S]*--environments[\s\S]*--email/,
  );
});

test.each<[object, RegExp]>([
  [{ system: "Shop_App" }, /--system: expected 2 to 24 lower-case letters.* such as shop-app, found "Shop_App"/],
  [{ system: "a-system-with-a-very-long-name" }, /--system: .* such as a-system-with-a-very-lon, found/],
  [{ platforms: "gpc" }, /--platforms: expected gcp \(the nearest name\), found "gpc"/],
  [{ environments: "Dev" }, /--environments: .*such as dev, found "Dev"/],
  [{ environments: "base" }, /--environments: expected a name of your own, found "base"/],
  [{ account: ["123"] }, /--account 123: expected a 12-digit AWS account id, found "123"/],
  [{ project: ["dev=x"] }, /--project dev=x: expected a Google Cloud project id, found "x"/],
  [{ project: ["dev=shop-dev/abc"] }, /--project dev=shop-dev\/abc: expected the number of the project, found "abc"/],
  [{ subscription: ["1"] }, /--subscription 1: expected .*, found "1"/],
  [{ state: "gcs" }, /--state: expected s3 or hcp:<organization>, found "gcs"/],
  [{ state: "hcp:" }, /--state: expected the name of an organization/],
  [{ region: ["eu-west-9"] }, /--region: expected eu-west-\d \(the nearest name\), found "eu-west-9"/],
  [{ domain: "shop" }, /--domain: expected a domain name in lower case.*, found "shop"/],
  [{ email: ["ops"] }, /--email: expected an e-mail address, found "ops"/],
  [{ repository: "shop" }, /--repository: expected owner\/name.*, found "shop"/],
])("%j is refused in words", (more, expected) => {
  expect(readFlags(options(more)).problems.join("\n")).toMatch(expected);
});

test("all options that are wrong are reported at once", () => {
  expect(readFlags(options({ system: "X", state: "x", account: ["1", "dev=2"] })).problems).toHaveLength(4);
});

test("a value for one environment wins over that for all, and a known number of a project is taken", async () => {
  await project.init({ ...everything, platforms: "gcp", project: ["dev=shop-dev/123456", "prod=shop-prod"] });
  expect(project.text("environments/dev.tfvars")).toContain('account_id = "111111111111"');
  expect(project.text("environments/prod.tfvars")).toContain('account_id = "222222222222"');
  expect(project.text("environments/dev.tfvars")).toContain('project_number = "123456"\n');
  expect(project.text("environments/prod.tfvars")).toMatch(/project_number = "0" # edit: the project's number/);
});

test("local without AWS, and the folder of the examples, are refused", async () => {
  await expect(project.init({ ...everything, platforms: "gcp", environments: "local" })).rejects.toThrow(/emulators/);
  await expect(project.init({ ...everything, platforms: "nothing" })).rejects.toThrow(/--platforms/);
});

/** The commands as they are for `project/`: these tests have another folder, which is named. */
const commands = ({ next }: Initialized) =>
  next.commands.map(({ command }) => command.replace(/ -- --project \S+$| --project \S+$/, ""));

test("what to do next is that of this user, and says where state is", async () => {
  const google = await project.init({ ...everything, platforms: "gcp" });
  expect(commands(google)).toEqual([
    "npm run bootstrap -- dev",
    "npm run plan -- shop-gcp-dev",
    "npm run deploy -- account-dev shop-gcp-dev",
  ]);
  expect(google.next.state.join(" ")).toMatch(/S3 or HCP Terraform for each cloud.*111111111111.*AWS credentials/);
});

test("with HCP Terraform, it says what that takes", async () => {
  const { next } = await project.init({ ...everything, platforms: "azure", state: "hcp:acme" });
  expect(next.state.join(" ")).toMatch(/organization acme.*an account there.*terraform login/);
  expect(next.commands).toHaveLength(3);
});

test("with AWS, the first command takes no account", async () => {
  const done = await project.init({ ...everything, platforms: "aws,gcp" });
  expect(done.next.commands[0]?.command).toMatch(/^npm start -- --project \.local\//);
  expect(commands(done)).toEqual([
    "npm start",
    "npm run bootstrap -- dev",
    "npm run deploy -- account-dev shop-aws-dev shop-gcp-dev",
  ]);
});

test("many stacks are named by a pattern, unless it would match those of another environment", async () => {
  const platforms = "aws,aws-serverless,gcp,azure";
  expect(commands(await project.init({ ...everything, platforms }))[2]).toBe("npm run deploy -- '*-dev'");
  project.remove();
  project = new InitFolder();
  const both = {
    environments: "dev,eu-dev",
    project: ["dev=shop-dev", "eu-dev=shop-eu"],
    subscription: ["11111111-1111-4111-8111-111111111111"],
  };
  expect(commands(await project.init({ ...everything, ...both, platforms }))[2]).toMatch(
    /^npm run deploy -- account-dev shop-aws-dev /,
  );
});
