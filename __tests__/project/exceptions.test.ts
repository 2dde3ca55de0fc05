import { testProject } from "../settings/project";
import { accepts, adviceFor, type Exception, readExceptions, unused } from "./exceptions";

const made = testProject({ "environments/dev.tfvars": "" });

const finding = { rule: "tls", address: "aws_lb_listener.http_1", must: "use TLS" };

const exception: Exception = {
  rule: "tls",
  address: "aws_lb_listener.*",
  stack: "shop-*",
  reason: "until the certificate is there",
  until: "2027-03-31",
};

const read = (text: string) => {
  made.write({ "exceptions.tfvars": text });
  return readExceptions({ root: made.root });
};

test.each([
  ["by rule and address", {}, true],
  ["by rule alone", { address: undefined }, true],
  ["by address alone", { rule: undefined }, true],
  ["not of another rule", { rule: "exposure" }, false],
  ["not of another address", { address: "aws_lb.front_1" }, false],
  ["not of another stack", { stack: "shop" }, false],
  ["on its last day", { until: "2027-01-01" }, true],
  ["not after its last day", { until: "2026-12-31" }, false],
])("an exception accepts a finding %s", (_, change, accepted) => {
  expect(accepts({ ...exception, ...change }, "shop-aws-prod", finding, "2027-01-01")).toBe(accepted);
});

test("the advice is a file that accepts the finding for 90 days, or a line of it", () => {
  const advice = () => adviceFor({ root: made.root }, "shop-aws-prod", finding, "2027-01-01");
  const whole = advice();
  const { all, mistakes } = read(whole.slice(whole.indexOf("exceptions = [")));
  expect({ all, mistakes }).toMatchObject({ all: [{ rule: "tls", until: "2027-04-01" }], mistakes: [] });
  expect(accepts(all[0] as Exception, "shop-aws-prod", finding, "2027-04-01")).toBe(true);
  const [, line = ""] = /exceptions.tfvars:\n {2}(.*),$/.exec(advice()) ?? [];
  expect(whole).toContain(line);
  expect(read(`exceptions = [${line}]`).mistakes).toEqual([]);
});

test("an exception that accepts nothing, or no longer, is reported", () => {
  const found = [["shop-aws-prod", finding]] as const;
  const all = [exception, { ...exception, stack: "cart-*" }, { ...exception, until: "2026-12-31" }];
  expect(unused({ root: made.root }, all, found, "2027-01-01")).toEqual([
    expect.stringMatching(/^exceptions\.tfvars: .*stack = "cart-\*".*: it accepts nothing: remove the line$/),
    expect.stringMatching(/^exceptions\.tfvars: .*: its last day was 2026-12-31: remove the line$/),
  ]);
});

test.each([
  ["rules = []", "exceptions.tfvars:1: rules: unknown key"],
  ['exceptions = [{ rule = "tsl", stack = "*", reason = "r", until = "2027-03-31" }]', "exceptions[0].rule"],
  ['exceptions = [{ rule = "tls", stack = "*", until = "2027-03-31" }]', "exceptions[0].reason: missing"],
  ['exceptions = [{ rule = "tls", stack = "*", reason = "", until = "2027-03-31" }]', "exceptions[0].reason"],
  ['exceptions = [{ rule = "tls", stack = "*", reason = "r", until = "soon" }]', 'a day such as "2027-03-31"'],
  ['exceptions = [{ rule = "tls", stack = "*", reason = "r", until = "2027-03-31", who = "me" }]', "who: unknown key"],
  ['exceptions = [{ stack = "*", reason = "r", until = "2027-03-31" }]', "expected a rule, an address or both"],
  ["exceptions = [", "exceptions.tfvars:1"],
])("%s is a mistake", (text, mistake) => {
  expect(read(text).mistakes.join("\n")).toContain(mistake);
});
