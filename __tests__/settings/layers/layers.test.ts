import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { anyText } from "../any-text";
import { testProject } from "../project";

const project = testProject({
  "environments/base.tfvars":
    'database = { size = "small", storage_gib = 30, zones = ["a", "b"] }\nlabels = { team = "x" }',
  "environments/dev.tfvars": "",
  "environments/prod.tfvars": `
database = {
  size  = "large"
  zones = ["c"]
}
cache = { nodes = 3 }
aws = {
  min_gib  = 20
  database = { storage_gib = 40 }
}
aws_eks = { nodes = 5 }
`,
  "environments/staging.tfvars":
    'region = "west-1"\ncache = {}\naws = { cache = null, region = "east-1" }\naws_eks = { nodes = 1 }',
  "environments/regions/east-1.tfvars": 'labels = { region = "east" }\ndatabase = { storage_gib = 35 }',
  "environments/regions/west-1.tfvars": 'labels = { region = "west" }\naws_eks = { nodes = 7 }',
  "override.tfvars": "database = { storage_gib = 99 }",
});

const withoutBase = testProject({ "environments/dev.tfvars": "aws_eks = { nodes = 1 }" });

describe("layers, later ones win", () => {
  test("objects merge by key through all layers, with the place that set each value", () => {
    const { settings, provenance } = project.load("aws", "dev");
    expect(settings).toMatchObject({
      environment: "dev",
      database: { size: "small", storage_gib: 35, zones: ["a", "b"] },
      labels: { team: "x", region: "east" },
    });
    expect(provenance.get("database.size")).toEqual({
      file: "environments/base.tfvars",
      line: 1,
      path: "database.size",
    });
    expect(provenance.get("database.storage_gib")?.file).toBe("environments/regions/east-1.tfvars");
    expect(provenance.get("labels.region")?.file).toBe("environments/regions/east-1.tfvars");
    expect(provenance.has("region")).toBe(false);
  });

  test("lists and scalars replace", () => {
    const { settings, provenance } = project.load("aws", "prod");
    expect(settings).toMatchObject({ database: { size: "large", zones: ["c"] }, cache: { nodes: 3 } });
    expect(provenance.get("database.zones")).toMatchObject({ file: "environments/prod.tfvars", line: 4 });
  });

  test("a platform's block wins over the shared values of its own file and keeps its own path", () => {
    const { settings, provenance } = project.load("aws", "prod");
    expect(settings).toMatchObject({ min_gib: 20, database: { size: "large" } });
    expect(provenance.get("min_gib")).toEqual({ file: "environments/prod.tfvars", line: 8, path: "aws.min_gib" });
  });

  test("a later file's shared value wins over an earlier file's block", () => {
    const { settings, provenance } = project.load("aws", "prod");
    expect(settings).toMatchObject({ database: { storage_gib: 35 } });
    expect(provenance.get("database.storage_gib")?.file).toBe("environments/regions/east-1.tfvars");
    expect(project.load("aws", "prod", ["override.tfvars"]).settings).toMatchObject({ database: { storage_gib: 99 } });
  });

  test("a platform gets its own block and the shared keys that it knows, nothing of other platforms", () => {
    expect(project.load("aws-eks", "prod").settings).toEqual({ environment: "prod", region: "east-1", nodes: 5 });
  });

  test("null takes a value away that an earlier layer set", () => {
    expect(project.load("aws", "staging").settings).not.toHaveProperty("cache");
  });

  test("the region file is that of the platform's own region", () => {
    expect(project.load("aws", "staging").settings).toMatchObject({ labels: { region: "east" } });
    expect(project.load("aws-eks", "staging").settings).toMatchObject({ region: "west-1", nodes: 7 });
  });

  test("named files come last", () => {
    const { settings, provenance } = project.load("aws", "dev", ["override.tfvars"]);
    expect(settings).toMatchObject({ labels: { region: "east" }, database: { storage_gib: 99 } });
    expect(provenance.get("database.storage_gib")?.file).toBe("override.tfvars");
  });

  test("a file is read again when it changed", () => {
    project.write({ "environments/changing.tfvars": 'labels = { a = "1" }' });
    expect(project.load("aws", "changing").settings).toMatchObject({ labels: { a: "1" } });
    project.write({ "environments/changing.tfvars": 'labels = { a = "2" }' });
    expect(project.load("aws", "changing").settings).toMatchObject({ labels: { a: "2" } });
  });
});

describe("what is wrong with the files", () => {
  const environment = (content: string | Buffer) => {
    project.write({ "environments/broken.tfvars": content });
    return project.mistakes("aws", "broken");
  };

  test.each([
    [
      "../prod",
      'environments:1: environment: not a name, expected lower-case letters, digits and hyphens, found "../prod"',
    ],
    ["Prod", 'environments:1: environment: not a name, expected lower-case letters, digits and hyphens, found "Prod"'],
    ["pord", "environments/pord.tfvars:1: no such environment, expected prod (the nearest name), found pord"],
    [
      "base",
      expect.stringMatching(
        /^environments\/base.tfvars:1: no such environment, expected one of .*dev, prod, staging, found base$/,
      ),
    ],
  ])("environment %j", (name, message) => {
    expect(project.mistakes("aws", name)).toEqual([message]);
  });

  test("a base file may be missing", () => {
    expect(withoutBase.load("aws-eks", "dev").settings).toEqual({ environment: "dev", region: "east-1", nodes: 1 });
  });

  test("a region may be without a file", () => {
    expect(environment('\nregion = "wist-1"')).toEqual([]);
  });

  test("an invalid region is reported by the schema only", () => {
    expect(environment('region = "../x"')).toEqual([
      'environments/broken.tfvars:1: region: wrong value, expected a region such as east-1, found "../x"',
    ]);
  });

  test("a file that names itself otherwise", () => {
    project.write({ "environments/regions/odd-1.tfvars": 'aws = { region = "east-1" }' });
    expect(environment('region = "odd-1"\nenvironment = "x"\naws = { environment = "y" }')).toEqual([
      'environments/broken.tfvars:2: environment: set by the file\'s name, expected no such key here, found "x"',
      'environments/broken.tfvars:3: aws.environment: set by the file\'s name, expected no such key here, found "y"',
      'environments/regions/odd-1.tfvars:1: aws.region: set by the file\'s name, expected no such key here, found "east-1"',
    ]);
  });

  test("a key at the top that is neither shared nor a platform's block", () => {
    expect(environment('databse = {}\naws_esk = {}\nmin_gib = 5\nzzzzzzzzzz = "x"')).toEqual([
      "environments/broken.tfvars:1: databse: unknown key, expected database (the nearest name), found databse",
      "environments/broken.tfvars:2: aws_esk: unknown key, expected aws_eks (the nearest name), found aws_esk",
      expect.stringContaining(
        "environments/broken.tfvars:3: min_gib: unknown key, expected one of admin_password, aws, aws_eks,",
      ),
      expect.stringContaining("environments/broken.tfvars:4: zzzzzzzzzz: unknown key"),
    ]);
  });

  test("a key at the top that is called like a method of objects", () => {
    expect(environment("constructor = 1\naws = { toString = 2 }").map((line) => line.split(",")[0])).toEqual([
      "environments/broken.tfvars:1: constructor: unknown key",
      "environments/broken.tfvars:2: aws.toString: unknown key",
    ]);
  });

  test("a platform's block that is none; another platform's does not matter", () => {
    expect(environment('aws = "x"\naws_eks = 5')).toEqual([
      'environments/broken.tfvars:1: aws: not a block, expected an object, found "x"',
    ]);
  });

  test("a refused block is reported once, without the keys that it may have held", () => {
    expect(environment("aws_eks = file(1)\naws = file(2)")).toEqual([
      "environments/broken.tfvars:1: aws_eks: function call, expected a literal value: settings hold no expressions, found file(1)",
      "environments/broken.tfvars:2: aws: function call, expected a literal value: settings hold no expressions, found file(2)",
    ]);
  });

  test("broken syntax ends the check, because what follows it is unknown", () => {
    expect(environment('unknown = 1\ndatabase = { size = "none" }\nregion =')).toEqual([
      "environments/broken.tfvars:3: region: broken syntax, expected a value, found the end of the file",
    ]);
  });

  test.each([
    [
      "bytes that are no UTF-8",
      Buffer.from([0x61, 0x0a, 0x62, 0xff]),
      "2: not UTF-8, expected UTF-8 text, found other bytes",
    ],
    ["more than a megabyte", "#".repeat(1024 * 1024 + 1), "1: too large, expected at most 1 MiB, found 1025 KiB"],
    ["a byte order mark", "\uFEFFregion = 1", "1: byte order mark, expected plain UTF-8 text, found U+FEFF"],
  ])("%s", (_, content, message) => {
    expect(environment(content)).toEqual([`environments/broken.tfvars:${message}`]);
  });

  test("a directory, a missing file and an unreadable file are one line each", () => {
    mkdirSync(join(project.root, "folder.tfvars"));
    const mistakes = project.mistakes("aws", "dev", ["folder.tfvars", "missing.tfvars", "override.tfvars/x"]);
    expect(mistakes).toEqual([
      "folder.tfvars:1: not a file, expected a tfvars file, found a directory",
      "missing.tfvars:1: cannot be read, expected a readable file, found no such file",
      "override.tfvars/x:1: cannot be read, expected a readable file, found a file where a directory is named",
    ]);
  });

  (process.getuid?.() === 0 ? test.skip : test)("a file without permission (skipped: root may read every file)", () => {
    project.write({ "private.tfvars": "" });
    chmodSync(join(project.root, "private.tfvars"), 0);
    expect(project.mistakes("aws", "dev", ["private.tfvars"])).toEqual([
      "private.tfvars:1: cannot be read, expected a readable file, found no permission",
    ]);
  });
});

test("no text in a file throws anything but mistakes", () => {
  const piece = fc.constantFrom(
    "region",
    "database",
    "size",
    "aws",
    "labels",
    "=",
    "=",
    " ",
    "\n",
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    "1",
    "null",
    "x",
    "${",
    "f(",
    "certificate",
  );
  const content = fc.oneof(
    anyText,
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(content, (text) => {
      project.write({ "environments/fuzzed.tfvars": text });
      for (const line of project.mistakes("aws", "fuzzed"))
        expect(line).toMatch(/^environments\/.*:\d+: .*, expected .*, found /);
    }),
    { numRuns: 200 },
  );
});
