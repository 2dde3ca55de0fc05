import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { emulatorPython, emulatorSource, ensureEmulatorInstalled } from "../../operator/local/emulator-install";
import { programs } from "../../operator/local/emulator-program";

const folder = join(__dirname, "../../.local");

test.each(programs)(
  "each patch of $name fixes the bug that it names",
  async (program) => {
    await ensureEmulatorInstalled(folder);
    const { status, stderr } = spawnSync(emulatorPython(folder, program), ["-m", "unittest", "discover"], {
      cwd: join(emulatorSource(folder, program, "server.py"), ".."),
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    expect(stderr).toMatch(/^Ran [1-9]\d* tests in/m);
    expect({ status, stderr }).toMatchObject({ status: 0 });
  },
  600_000,
);
