import { describeSettings } from "../../settings/describe";
import { testProject } from "./project";

const project = testProject({
  "environments/base.tfvars": 'database = { size = "small", zones = ["a", "$${b}"] }',
  "environments/dev.tfvars": 'labels = {}\n\naws = { min_gib = 5 }\nadmin_password = "hunter22"',
  "environments/regions/east-1.tfvars": "",
});

const loaded = () => project.load("aws", "dev");

test("every effective value is shown with the file and line that set it, or as a default", () => {
  const { lines } = describeSettings(loaded());
  expect(lines.map((line) => line.replace(/ {2,}/, "  "))).toEqual([
    "admin_password = (hidden)  # environments/dev.tfvars:4",
    'database.size = "small"  # environments/base.tfvars:1',
    "database.storage_gib = 50  # default",
    'database.zones = ["a", "$${b}"]  # environments/base.tfvars:1',
    'environment = "dev"  # environments/dev.tfvars:1',
    "labels = {}  # environments/dev.tfvars:1",
    "min_gib = 5  # environments/dev.tfvars:3 aws.min_gib",
    'region = "east-1"  # default',
  ]);
});

test("the same as JSON, with secrets hidden", () => {
  const { json } = describeSettings(loaded());
  expect(json).toContainEqual({
    path: "min_gib",
    value: 5,
    from: { file: "environments/dev.tfvars", line: 3, path: "aws.min_gib" },
  });
  expect(json).toContainEqual({ path: "database.storage_gib", value: 50, from: "default" });
  expect(JSON.stringify(json)).not.toContain("hunter22");
});
