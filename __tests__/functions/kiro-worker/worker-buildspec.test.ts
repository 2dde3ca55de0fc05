import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { root } from "../../stacks/synthesized";

/** The commands of the buildspec, run as CodeBuild does, over a repository on this machine and in place of GitHub's API. */

const phases = parse(readFileSync(join(root, "functions/kiro-worker/worker.buildspec.yml"), "utf8")).phases;
const secrets = { GITHUB_TOKEN: "token-1", GIT_USERNAME: "user-1", GIT_PASSWORD: "password-1" };
/** Only what the buildspec asks of jq: the variables of an item, an object of arguments, the address in an answer. */
const jq = `
import json, os, sys
a = sys.argv[1:]
if a[0] == "-n" and a[1] == "--arg":
    print(json.dumps({a[i + 1]: a[i + 2] for i in range(1, len(a) - 1, 3)}))
elif a[0] == "-n":
    print(json.dumps({name: value for name, value in os.environ.items() if name.startswith("WORK_ITEM_")}))
else:
    print(json.load(sys.stdin)["html_url"])
`;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "buildspec-"));
  for (const name of ["home", "programs", "build", "origin/example"])
    mkdirSync(join(folder, name), { recursive: true });
  program(
    "curl",
    'cat > "$CALLS.stdin"; printf "%s\\n" "$@" > "$CALLS"; echo \'{"html_url": "https://github.com/pull/1"}\'',
  );
  program("jq", `exec python3 -c '${jq}' "$@"`);
  writeFileSync(
    join(folder, "home/.gitconfig"),
    `[url "file://${folder}/origin/"]\n  insteadOf = https://github.com/\n`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): void {
  const file = join(folder, "programs", name);
  writeFileSync(file, `#!/bin/bash\n${script}\n`);
  chmodSync(file, 0o755);
}

function sh(script: string, env: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = spawnSync("bash", ["-euc", script], {
    cwd: join(folder, "build"),
    encoding: "utf8",
    env: {
      PATH: [join(folder, "programs"), process.env["PATH"]].join(delimiter),
      HOME: join(folder, "home"),
      CALLS: join(folder, "calls"),
      FOLDER: folder,
      ...env,
    },
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout;
}

/** A repository with the branches main and release, whose `.kiro/work` is this script. */
function repository(work: string): void {
  sh(
    `git init --quiet --bare --initial-branch main $FOLDER/origin/example/app.git
    git clone --quiet https://github.com/example/app.git $FOLDER/seed 2> /dev/null
    cd $FOLDER/seed && git config user.name x && git config user.email x@example.com && git checkout --quiet -B main
    mkdir .kiro hooks && printf '#!/bin/bash\\n%s\\n' "$WORK" > .kiro/work && chmod +x .kiro/work
    git add --all && git commit --quiet -m first && git push --quiet origin main main:release && git tag v1 && git push --quiet origin v1`,
    {
      WORK: work,
    },
  );
}

function build(variables: Readonly<Record<string, string>> = {}): void {
  const env = {
    ...secrets,
    CODEBUILD_SRC_DIR: join(folder, "build"),
    CODEBUILD_BUILD_SUCCEEDING: "1",
    WORK_ITEM_ID: "one",
    WORK_ITEM_REPOSITORY: "example/app",
    ...variables,
  };
  for (const phase of ["pre_build", "build", "post_build"]) for (const it of phases[phase].commands) sh(it, env);
}

const asked = () => JSON.parse(readFileSync(join(folder, "calls"), "utf8").match(/^\{.*\}$/m)?.[0] ?? "null");

test("the repository's own commands and hooks see no secret, and the pull request is opened with the token", () => {
  repository(
    'env > "$FOLDER/seen"; echo changed > file; printf "#!/bin/bash\\nenv > $FOLDER/hook\\n" > hooks/pre-push; chmod +x hooks/pre-push; cp hooks/pre-push hooks/pre-commit; git config core.hooksPath hooks',
  );
  build();
  const seen = readFileSync(join(folder, "seen"), "utf8");
  expect(seen).toContain("WORK_ITEM_ID=one");
  expect(seen).toContain("REPORTS=");
  for (const value of Object.values(secrets)) expect(seen).not.toContain(value);
  expect(existsSync(join(folder, "hook"))).toBe(false);
  expect(asked()).toEqual({ title: "Work item one", head: "kiro/one", base: "main" });
  expect(readFileSync(join(folder, "calls.stdin"), "utf8")).toContain("Bearer token-1");
  expect(sh("git --git-dir $FOLDER/origin/example/app.git show kiro/one:file")).toBe("changed\n");
});

test.each([
  ["release", "release"],
  ["refs/heads/release", "release"],
  ["v1", "main"],
])("work on %s is proposed for %s", (revision, base) => {
  repository("echo changed > file");
  build({ WORK_ITEM_REVISION: revision });
  expect(asked()).toMatchObject({ base });
});
