import { settingsJsonSchema } from "../../settings/json-schema";
import { settingsReference } from "../../settings/reference";
import { blockName } from "../../settings/rule";
import { settingsSchema } from "../../settings/schema";
import type { JsonSchema } from "../../settings/type-text";
import { testSchema } from "./project";

describe("the JSON Schema of a tfvars file", () => {
  const schema = settingsJsonSchema(testSchema);

  test("holds the shared keys and a block per platform, and nothing else", () => {
    expect(Object.keys(schema.properties ?? {})).toEqual([
      "region",
      "database",
      "cache",
      "labels",
      "admin_password",
      "aws",
      "aws_eks",
    ]);
    expect(schema.additionalProperties).toBe(false);
  });

  test("requires nothing, because other layers may hold the rest", () => {
    expect(JSON.stringify({ ...schema, properties: { ...schema.properties, aws: {} } })).not.toContain("required");
  });

  test("keeps limits, and the words for a pattern", () => {
    expect(schema.properties?.database?.properties?.storage_gib).toMatchObject({
      minimum: 20,
      maximum: 100,
      default: 50,
    });
    expect(schema.properties?.region).toMatchObject({ patternErrorMessage: "a region such as east-1" });
  });

  test("a platform's block refers to the shared keys that it may override", () => {
    expect(schema.properties?.aws?.properties?.database).toEqual({ $ref: "#/properties/database" });
  });
});

describe("the reference page", () => {
  const page = settingsReference(testSchema);
  const section = (title: string) => page.split("\n## ").find((part) => part.startsWith(title));

  test("has a row for every shared setting with type, default, limits and description", () => {
    expect(section("Top level")).toContain('| `region` | text | `"east-1"` | a region such as east-1 |  |');
    expect(section("`database`")).toContain('| `database.size` | one of "small", "large" | required |  | How large. |');
    expect(section("`database`")).toContain("| `database.storage_gib` | whole number | `50` | 20 to 100 |  |");
    expect(section("`database`")).toContain(
      "| `database.zones` | list of text: at least 1 character | not set | 1 to 2 items |  |",
    );
    expect(section("Top level")).toContain("| `labels` | map of text | `{}` | names: lower-case letters |  |");
  });

  test("has only what is particular to a platform in its section", () => {
    expect(section("`aws_eks`")?.match(/^\| `/gm)).toHaveLength(1);
    expect(section("`aws`")).toContain("| `min_gib` | number | `10` |  |  |");
    expect(section("`aws`")).toContain("| `flags` | map of true or false or number | not set |  |  |");
    expect(section("`aws`")).toContain('| `certificates[].path` | text | required | starting with "/" |  |');
    expect(section("`aws`")).not.toContain("storage_gib");
  });
});

describe("the real schema", () => {
  /** Every key with its schema, by path; a platform's reference to a shared key is that key. */
  function* keys(schema: JsonSchema, path = ""): Generator<[path: string, schema: JsonSchema]> {
    for (const [key, part] of Object.entries(schema.properties ?? {})) {
      if (part.$ref) continue;
      yield [`${path}${key}`, part];
      yield* keys(part, `${path}${key}.`);
    }
    const { items, additionalProperties, anyOf = [], oneOf = [] } = schema;
    if (typeof additionalProperties === "object") yield* keys(additionalProperties, `${path}<name>.`);
    for (const part of [...(items ? [items] : []), ...anyOf, ...oneOf]) yield* keys(part, path);
  }

  // Platforms' blocks themselves are described by the headings of the reference page.
  const blocks = Object.keys(settingsSchema.platforms).map(blockName);
  const described = [...keys(settingsJsonSchema())].filter(([path]) => !blocks.includes(path));

  test("says of every key what it is, in four words at least", () => {
    expect(described.length).toBeGreaterThan(500);
    const poor = described.filter(([, { description = "" }]) => description.split(/\s+/).length < 4);
    expect(poor.map(([path, { description }]) => `${path}: ${description}`)).toEqual([]);
  });

  test("has no description that makes sense only after another one", () => {
    const fragments = described.filter(([, { description = "" }]) =>
      /^(Of (the|a)|As for|Default:|Absent:)/.test(description),
    );
    expect(fragments.map(([path, { description }]) => `${path}: ${description}`)).toEqual([]);
  });
});
