import { eventOfLine } from "../../../operator/terraform/log-events";

test.each([
  [
    "\u001b[1mterraform_data.a: Creating...\u001b[0m",
    { type: "apply_start", hook: { resource: { addr: "terraform_data.a" }, action: "create" } },
  ],
  [
    'aws_s3_bucket.it["a b"]: Creation complete after 1m20s [id=my-bucket]',
    {
      type: "apply_complete",
      hook: {
        resource: { addr: 'aws_s3_bucket.it["a b"]' },
        action: "create",
        elapsed_seconds: 80,
        id_value: "my-bucket",
      },
    },
  ],
  ["aws_ecs_service.it: Modifying... [id=arn:aws:ecs:x]", { type: "apply_start", hook: { action: "update" } }],
  [
    "aws_ecs_service.it: Modifications complete after 3s [id=x]",
    { type: "apply_complete", hook: { action: "update" } },
  ],
  ["aws_ecs_service.it: Destroying... [id=x]", { type: "apply_start", hook: { action: "delete" } }],
  ["aws_ecs_service.it: Destruction complete after 0s", { type: "apply_complete", hook: { action: "delete" } }],
  ["aws_ecs_service.it: Creation errored after 2s", { type: "apply_errored", hook: { elapsed_seconds: 2 } }],
  ["data.aws_region.it: Reading...", { type: "apply_start", hook: { action: "read" } }],
  ["aws_ecs_service.it: Refreshing state... [id=x]", { type: "refresh_complete" }],
  [
    "Waiting for 2 run(s) to finish before being queued... (30s elapsed)",
    { type: "waiting", "@message": "Waiting for 2 run(s) to finish before being queued... (30s elapsed)" },
  ],
])("%j is an event", (line, event) => {
  expect(eventOfLine(line)).toMatchObject(event);
});

test.each([
  "terraform_data.b: Still creating... [10s elapsed]",
  'terraform_data.b (local-exec): Executing: ["/bin/sh"]',
  "Apply complete! Resources: 2 added, 0 changed, 0 destroyed.",
  "Error: it failed: Creating...more",
  "",
])("%j is none", (line) => {
  expect(eventOfLine(line)).toBeUndefined();
});
