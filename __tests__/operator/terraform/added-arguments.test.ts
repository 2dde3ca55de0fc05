import { readDiagnostics } from "../../../operator/terraform/diagnostics";
import { failure } from "../../../operator/terraform/failure";

/** What Terraform 1.11 prints for an argument that a command does not know. */
const printed = [
  ["output", "╷\n│ Error: Failed to parse command-line flags\n│ \n│ flag provided but not defined: -input\n╵\n"],
  ["version", "Usage: terraform [global options] version [options]\n\n  Displays the version"],
  ["state", "Error parsing command-line flags: flag provided but not defined: -input"],
] as const;

test.each(printed)(
  "arguments of the environment that terraform %s does not know are named in one line",
  (command, text) => {
    const error = failure([command, "-json"], readDiagnostics(text), { TF_CLI_ARGS: "-input=false" });
    expect(error.message).toMatch(
      new RegExp(
        `^error: terraform ${command} does not know an argument of TF_CLI_ARGS="-input=false": .*TF_CLI_ARGS_plan or TF_CLI_ARGS_apply`,
      ),
    );
    expect(error.message).not.toContain("\n");
  },
);

test("arguments of one command are named with that variable", () => {
  const error = failure(["output"], readDiagnostics(printed[0][1]), { TF_CLI_ARGS_output: "-odd" });
  expect(error.message).toContain('TF_CLI_ARGS_output="-odd"');
});

test("without such arguments, and for another error, Terraform's own text stays", () => {
  expect(failure(["output"], readDiagnostics(printed[0][1]), {}).message).toContain("Failed to parse");
  const other = failure(["plan"], readDiagnostics("Error: no such file"), { TF_CLI_ARGS: "-input=false" });
  expect(other.message).toContain("no such file");
});
