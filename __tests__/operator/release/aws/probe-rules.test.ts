import { deleteProbeRules } from "../../../../operator/release/aws/probe-rules";
import { fakeClient } from "./fake-client";

const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
const rules = ["r-1", "r-2"].map((id) => `${arn}:listener-rule/app/shop/lb-1/l-1/${id}`);
const header = (HttpHeaderName: string) => [
  { Field: "path-pattern" },
  { Field: "http-header", HttpHeaderConfig: { HttpHeaderName, Values: ["x"] } },
];

test("of all rules of the listener those with the header of probes are deleted, on later pages too", async () => {
  const pages = [
    { NextMarker: "2", Rules: [{ RuleArn: "users", Conditions: [{ Field: "path-pattern" }] }] },
    {
      Rules: [
        { RuleArn: "left", Conditions: header("x-release-probe") },
        { RuleArn: "own", Conditions: header("X-Tenant") },
        { RuleArn: "default" },
      ],
    },
  ];
  const { client, asked } = fakeClient({
    DescribeRules: ({ Marker }) => (Marker ? pages[1] : pages[0]) ?? {},
    DeleteRule: {},
  });
  expect(await deleteProbeRules(client, rules, "X-Release-Probe")).toEqual(["left"]);
  expect(asked.map(({ name, input }) => [name, input["ListenerArn"] ?? input["RuleArn"]])).toEqual([
    ["DescribeRules", `${arn}:listener/app/shop/lb-1/l-1`],
    ["DescribeRules", `${arn}:listener/app/shop/lb-1/l-1`],
    ["DeleteRule", "left"],
  ]);
});
