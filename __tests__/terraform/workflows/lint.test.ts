import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folder, names } from "../../workflows/shipped-files";
import { actionlint, describeWith } from "../support/go-tool";
import { installPythonTool } from "../support/python-tool";
import { actionlintFindings, faulty, workflowsFolder, zizmor, zizmorFindings } from "./lint";

const other = workflowsFolder(mkdtempSync(join(tmpdir(), "faulty-")));
writeFileSync(join(other, "faulty.yml"), faulty);
const shipped = names.map((name) => join(folder, name));

describeWith([actionlint], "actionlint", (program) => {
  test("finds nothing in the shipped workflows", () => {
    expect(shipped.length > 0 ? actionlintFindings(program, shipped) : []).toEqual([]);
  });

  test("finds a job that does not exist, and a text of someone outside in a script", () => {
    const findings = actionlintFindings(program, [join(other, "faulty.yml")]).join("\n");
    expect(findings).toMatch(/needs job "none" which does not exist/);
    expect(findings).toMatch(/"github.event.pull_request.title" is potentially untrusted/);
  });
});

const reason = installPythonTool(zizmor);
const title = reason ? `skipped: zizmor: ${reason}` : "zizmor";
// Jest prints no name of a file whose tests are all skipped.
if (reason) process.stderr.write(`${title}\n`);
(reason ? describe.skip : describe)(title, () => {
  test("finds nothing in the shipped workflows", () => {
    expect(names.length > 0 ? zizmorFindings(join(zizmor.folder, "bin", "zizmor"), folder) : []).toEqual([]);
  });

  test("finds an action that is not pinned, a dangerous event and a script that takes texts of others", () => {
    const findings = zizmorFindings(join(zizmor.folder, "bin", "zizmor"), other).join("\n");
    for (const rule of ["unpinned-uses", "dangerous-triggers", "template-injection"]) expect(findings).toContain(rule);
  });
});
