import { testProject } from "./project";

const project = testProject({
  "environments/base.tfvars": 'database = {\n  size = "small"\n}',
  "environments/dev.tfvars": "",
  "environments/regions/east-1.tfvars": "",
});

/** The mistakes of dev.tfvars with this content, without the file's name. */
const mistakes = (content: string, platform = "aws") => {
  project.write({ "environments/dev.tfvars": content });
  return project.mistakes(platform, "dev").map((line) => line.replace("environments/dev.tfvars:", ""));
};

describe("mistakes that the schema finds", () => {
  test.each([
    ["a wrong type", "region = 5", "1: region: wrong type, expected text: a region such as east-1, found 5"],
    [
      "a value in words of the schema",
      'region = "x"',
      '1: region: wrong value, expected a region such as east-1, found "x"',
    ],
    [
      "none of the allowed values",
      'database = { size = "big" }',
      '1: database.size: wrong value, expected one of "small", "large", found "big"',
    ],
    [
      "a fraction",
      "database = { storage_gib = 20.5 }",
      "1: database.storage_gib: wrong type, expected whole number: 20 to 100, found 20.5",
    ],
    [
      "too small",
      "database = { storage_gib = 1 }",
      "1: database.storage_gib: too small, expected whole number: 20 to 100, found 1",
    ],
    [
      "too large",
      "database = { storage_gib = 1e15 }",
      "1: database.storage_gib: too large, expected whole number: 20 to 100, found 1000000000000000",
    ],
    [
      "too few items",
      "database = { zones = [] }",
      "1: database.zones: too few items, expected list of text: at least 1 character: 1 to 2 items, found []",
    ],
    [
      "too many items",
      'database = { zones = ["a", "b", "c"] }',
      '1: database.zones: too many items, expected list of text: at least 1 character: 1 to 2 items, found ["a", "b", "c"]',
    ],
    [
      "an item of a list, in its own line",
      'database = { zones = [\n"a",\n""] }',
      '3: database.zones[1]: too short, expected text: at least 1 character, found ""',
    ],
    [
      "null in a list",
      "database = { zones = [null] }",
      "1: database.zones[0]: missing, expected text: at least 1 character, found null",
    ],
    [
      "an object instead of a value",
      "region = { a = 1 }",
      "1: region: wrong type, expected text: a region such as east-1, found { a = 1 }",
    ],
    ["a value instead of an object", "\ndatabase = 5", "2: database: wrong type, expected object with size, found 5"],
    [
      "a name in a map",
      'labels = {\n A-b = "x" }',
      "2: labels.A-b: wrong name, expected lower-case letters, found A-b",
    ],
    ["a value in a map", "labels = { a = 1 }", "1: labels.a: wrong type, expected text, found 1"],
    ["none of several literals", "aws = { count = 2 }", "1: aws.count: wrong value, expected one of 1, 3, found 2"],
    [
      "a key of an object",
      "database = {\n\n  storage_gb = 5 }",
      "3: database.storage_gb: unknown key, expected storage_gib (the nearest name), found storage_gb",
    ],
    [
      "a key of a platform's block",
      "aws = {\n  min_gb = 5 }",
      "2: aws.min_gb: unknown key, expected min_gib (the nearest name), found min_gb",
    ],
    [
      "a key with a new line in it",
      'labels = { "a\\nb" = "x" }',
      '1: labels["a\\nb"]: wrong name, expected lower-case letters, found ["a\\nb"]',
    ],
    [
      "a key that is like no other",
      "cache = { xxxxxxxxx = 5 }",
      "1: cache.xxxxxxxxx: unknown key, expected one of nodes, found xxxxxxxxx",
    ],
    [
      "the option of a union that was meant",
      'aws = { certificate = { domain = "x" } }',
      "1: aws.certificate.zone: missing, expected text, found nothing",
    ],
    [
      "no option of a union",
      "aws = { certificate = 5 }",
      "1: aws.certificate: wrong value, expected object with arn or object with domain, zone, found 5",
    ],
    [
      "an unknown key in an option",
      'aws = { certificate = { arn = "x", zon = "y" } }',
      "1: aws.certificate.zon: unknown key, expected zone (the nearest name), found zon",
    ],
    [
      "none of several types in a map",
      'aws = { flags = {\n a = "x" } }',
      '2: aws.flags.a: wrong value, expected true or false or number, found "x"',
    ],
    [
      "a key that null took away",
      "database = {\n  size = null\n}",
      '2: database.size: missing, expected one of "small", "large", found null',
    ],
  ])("%s", (_, content, message) => {
    expect(mistakes(content)).toEqual([message]);
  });

  test("a missing key is located at the nearest key that contains it", () => {
    const bare = "environments/base.tfvars";
    project.write({ [bare]: "" });
    expect(mistakes("\ndatabase = {}")).toEqual([
      '2: database.size: missing, expected one of "small", "large", found nothing',
    ]);
    expect(mistakes("\naws = {\n  database = {}\n}")).toEqual([
      '3: aws.database.size: missing, expected one of "small", "large", found nothing',
    ]);
    expect(mistakes("\n\n")).toEqual(["1: database: missing, expected object with size, found nothing"]);
    expect(mistakes("\n\n", "aws-eks")).toEqual(["1: aws_eks.nodes: missing, expected whole number, found nothing"]);
    expect(mistakes("\n\naws_eks = {}", "aws-eks")).toEqual([
      "3: aws_eks.nodes: missing, expected whole number, found nothing",
    ]);
    project.write({ [bare]: 'database = {\n  size = "small"\n}' });
  });

  test("all mistakes are reported at once, in the order of their lines", () => {
    expect(
      mistakes(
        'region = 1\nunknown = 2\ndatabase = {\n  size = "x"\n  sise = "y"\n  storage_gib = f(3)\n}\nlabels = { a = 4 }',
      ).map((line) => line.split(",")[0]),
    ).toEqual([
      "1: region: wrong type",
      "2: unknown: unknown key",
      "4: database.size: wrong value",
      "5: database.sise: unknown key",
      "6: database.storage_gib: function call",
      "8: labels.a: wrong type",
    ]);
  });

  test("a value that the reader refuses is reported once", () => {
    expect(mistakes("database = { size = x, zones = [y] }\naws = { certificate = { arn = z } }")).toEqual([
      expect.stringContaining("1: database.size: reference"),
      expect.stringContaining("1: database.zones[0]: reference"),
      expect.stringContaining("2: aws.certificate.arn: reference"),
    ]);
  });
});

describe("values that may be secrets", () => {
  test.each([
    [
      "by its own name",
      "admin_password = 12345",
      "1: admin_password: wrong type, expected text: at least 8 characters, found (hidden)",
    ],
    [
      "inside another value",
      'region = { api_token = "hunter2", b = [{ secret = "hunter2" }] }',
      "1: region: wrong type, expected text: a region such as east-1, found { api_token = (hidden), b = [{ secret = (hidden) }] }",
    ],
    [
      "by the name of an object around it",
      'labels = { a = ["x"], keys = { b = "hunter2" } }',
      "1: labels.keys: wrong type, expected text, found { b = (hidden) }",
    ],
  ])("are never printed: %s", (_, content, message) => {
    expect(mistakes(content)).toContain(message);
    expect(mistakes(content).join()).not.toMatch(/hunter2|12345/);
  });
});

describe("rules across settings", () => {
  const finding = "does not fit the other settings, expected at least min_gib";

  test("what a rule finds is reported with the file and line that set the value", () => {
    expect(mistakes("database = {\n  storage_gib = 30\n}\naws = { min_gib = 40 }")).toEqual([
      `2: database.storage_gib: ${finding} (40), found 30`,
    ]);
  });

  test("a rule sees defaults, and its finding is located where the default would be set", () => {
    project.write({ "environments/dev.tfvars": "aws = { min_gib = 60 }" });
    expect(project.mistakes("aws", "dev")).toEqual([
      `environments/base.tfvars:1: database.storage_gib: ${finding} (60), found 50`,
    ]);
  });

  test("a rule runs in spite of mistakes in settings that it does not read", () => {
    expect(mistakes("region = 5\ndatabase = { storage_gib = 30 }\naws = { min_gib = 40 }")).toHaveLength(2);
  });

  test.each([
    ["wrong", 'database = { storage_gib = 30, zones = [""] }'],
    ["refused by the reader", "database = { storage_gib = 30, zones = f(1) }"],
    ["unknown", "database = { storage_gib = 30, zone = 1 }"],
  ])("a rule runs where another key of a block that it reads is %s", (_, content) => {
    const lines = mistakes(`${content}\naws = { min_gib = 40 }`);
    expect(lines).toHaveLength(2);
    expect(lines.filter((line) => line.includes(finding))).toHaveLength(1);
  });

  test.each(["database = 5", 'database = { storage_gib = "x" }', "database = { storage_gib = f(1) }"])(
    "a rule does not run where what it reads is wrong: %s",
    (content) => {
      const lines = mistakes(`${content}\naws = { min_gib = 40 }`);
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toContain(finding);
    },
  );
});
