import { codeOf, isInvisible, showInvisible } from "../../settings/hcl/invisible";
import { readTfvars } from "../../settings/hcl/reader";
import { formatMistake } from "../../settings/mistake";
import { ruleProject } from "./schema/rule-table";

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
application = { image = "example:1", cpu = 1, memory_mib = 2048 }
database    = { size = "small", protected = false }
aws = {
  network       = { cidr = "10.20.0.0/16", zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  load_balancer = { domain = "app.example.com", zone_id = "Z1" }
}
`;
const { mistakes, load } = ruleProject("aws", base);

const characters = ["\u00a0", "\u200b", "\u202c", "\u2028", "\u00ad", "\u3000", "\ufeff", "\u2066"];

test.each(characters)("%j is named by its code where it is between values", (character) => {
  const [line = ""] = readTfvars("x.tfvars", `a = ${character}1`).mistakes.map(formatMistake);
  expect(line).toContain(`found U+${codeOf(character)}, which is invisible`);
  expect(line).not.toContain(character);
});

test.each(characters)("%j is refused in an image and in a variable's name, and shown by its code", (character) => {
  const lines = mistakes(`application = { image = "example:1${character}", environment = { "A${character}" = "x" } }`);
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toContain(`\\u${codeOf(character)}`);
    expect(line).not.toContain(character);
  }
});

test("a variable's value may hold them: a text is a text", () => {
  const { settings } = load('application = { environment = { A = "1\u00a0000" } }') as unknown as {
    settings: { application: { environment: unknown } };
  };
  expect(settings.application.environment).toEqual({ A: "1\u00a0000" });
});

test("what is visible stays as it is", () => {
  expect(showInvisible("é ü 漢字 😀 a b")).toBe("é ü 漢字 😀 a b");
  expect(["a", " ", "\t", "\n"].map(isInvisible)).toEqual([false, false, false, false]);
});

test.each([`$${"$"}{TfToken[TOKEN.1]}`, "#{TfToken[TOKEN.1]}", "-1.8881545897087503e+289"])(
  "a placeholder of CDK for Terraform is no text of settings: %s",
  (text) => {
    expect(mistakes(`application = { environment = { A = "${text}" } }`)).toEqual([
      expect.stringMatching(
        /^application\.environment\.A: reserved text, expected no placeholder of CDK for Terraform, /,
      ),
    ]);
  },
);
