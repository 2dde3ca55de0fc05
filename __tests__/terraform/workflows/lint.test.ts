import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folder, names } from "../../workflows/shipped-files";
import { actionlint, describeWith } from "../support/go-tool";
import { actionlintFindings, describeWithZizmor, faulty, workflowsFolder, zizmorFindings } from "./lint";

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

describeWithZizmor((program) => {
  test("finds nothing in the shipped workflows", () => {
    expect(names.length > 0 ? zizmorFindings(program, folder) : []).toEqual([]);
  });

  test("finds an action that is not pinned, a dangerous event and a script that takes texts of others", () => {
    const findings = zizmorFindings(program, other).join("\n");
    for (const rule of ["unpinned-uses", "dangerous-triggers", "template-injection"]) expect(findings).toContain(rule);
  });
});
