import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { minimatch } from "minimatch";
import { inputsOfAction } from "../action-inputs";
import type { Acted, ActionCall, FakeAction } from "./world";

/** The calls of actions of a run, in their order. */
export type Calls = (ActionCall & { readonly acted: Acted })[];

/** A fake that only records its call, and answers with what is given. The inputs are those of the action's `action.yml`. */
export const recordedAction = (name: string, run: (call: ActionCall) => Acted = () => ({})): FakeAction => ({
  inputs: inputsOfAction(name),
  run,
});

/** The same actions, which also write each call into a list. */
export function recording(actions: Readonly<Record<string, FakeAction>>, calls: Calls): Record<string, FakeAction> {
  return Object.fromEntries(
    Object.entries(actions).map(([name, { inputs, run }]) => [
      name,
      {
        inputs,
        run: async (call: ActionCall) => {
          const acted = await run(call);
          calls.push({ ...call, acted });
          return acted;
        },
      },
    ]),
  );
}

const text = (call: ActionCall, input: string, otherwise = "") => call.inputs[input] ?? otherwise;

/** Fills the workspace with what `contents` puts there. */
export const checkout = (contents: (folder: string, call: ActionCall) => void): FakeAction => ({
  inputs: inputsOfAction("actions/checkout"),
  run: (call) => {
    if ((call.permissions["contents"] ?? "none") === "none" && !call.inputs["token"]) {
      return { failure: "Not found: the job's permissions have no contents: read" };
    }
    const folder = join(call.workspace, text(call, "path"));
    mkdirSync(folder, { recursive: true });
    contents(folder, call);
    return { outputs: { ref: text(call, "ref", call.claims.ref) } };
  },
});

/** Keeps folders of a run from job to job, as the action does from version 4 on: a name is there once. */
export const uploadArtifact: FakeAction = {
  inputs: inputsOfAction("actions/upload-artifact"),
  run: (call) => {
    const name = text(call, "name", "artifact");
    const kept = join(call.store, "artifacts", name);
    if (existsSync(kept)) {
      if (text(call, "overwrite") !== "true") {
        return {
          failure: `Failed to CreateArtifact: Received non-retryable error: an artifact with the name ${name} already exists`,
        };
      }
      rmSync(kept, { recursive: true });
    }
    const hidden = text(call, "include-hidden-files") === "true";
    const found = filesOf(call.workspace, text(call, "path")).filter(
      ({ file }) => hidden || !file.split("/").some((part) => part.startsWith(".") && part !== "." && part !== ".."),
    );
    if (found.length === 0) {
      const message = `No files were found with the provided path: ${text(call, "path")}. No artifacts will be uploaded.`;
      return text(call, "if-no-files-found", "warn") === "error" ? { failure: message } : { output: message };
    }
    for (const { file, as } of found) cpSync(file, join(kept, as), { recursive: true });
    return { outputs: { "artifact-id": "1", "artifact-url": `https://github.com/artifacts/${name}` } };
  },
};

/** By name into the folder; by pattern or without a name each artifact into a folder of its name, unless they are merged. */
export const downloadArtifact: FakeAction = {
  inputs: inputsOfAction("actions/download-artifact"),
  run: (call) => {
    const kept = join(call.store, "artifacts");
    const all = existsSync(kept) ? readdirSync(kept).sort() : [];
    const name = call.inputs["name"];
    const folder = resolve(call.workspace, text(call, "path", "."));
    if (name !== undefined && !all.includes(name)) return { failure: `Artifact not found for name: ${name}` };
    const chosen = all.filter((it) => (name === undefined ? minimatch(it, text(call, "pattern", "*")) : it === name));
    mkdirSync(folder, { recursive: true });
    const flat = name !== undefined || text(call, "merge-multiple") === "true";
    for (const it of chosen) cpSync(join(kept, it), flat ? folder : join(folder, it), { recursive: true });
    return { outputs: { "download-path": folder } };
  },
};

/** A cache of the run: found by its key, or by the newest one that begins with a restore key; kept at the end of the job where the key is new. */
export const cache: FakeAction = {
  inputs:
    "path key restore-keys upload-chunk-size enableCrossOsArchive fail-on-cache-miss lookup-only save-always".split(
      " ",
    ),
  run: (call) => {
    const kept = join(call.store, "caches");
    mkdirSync(kept, { recursive: true });
    const name = (key: string) => encodeURIComponent(key);
    const key = text(call, "key");
    const hit = existsSync(join(kept, name(key)));
    const prefixes = text(call, "restore-keys")
      .split("\n")
      .map((line) => line.trim());
    const near = prefixes
      .filter(Boolean)
      .flatMap((prefix) => readdirSync(kept).filter((it) => it.startsWith(name(prefix))));
    const found = hit ? name(key) : near[0];
    const paths = text(call, "path")
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    for (const [index, path] of paths.entries()) {
      const source = found && join(kept, found, String(index));
      if (source && existsSync(source)) cpSync(source, resolve(call.workspace, path), { recursive: true });
    }
    const post = () => {
      for (const [index, path] of paths.entries()) {
        const source = resolve(call.workspace, path);
        if (existsSync(source)) cpSync(source, join(kept, name(key), String(index)), { recursive: true });
      }
    };
    return { outputs: { "cache-hit": String(hit) }, ...(!hit && { post }) };
  },
};

/**
 * Credentials by OIDC: refused without `id-token: write`, as by the action. `assume` says whether the role trusts the claims, and gives the
 * variables of its credentials.
 */
export const awsCredentials = (assume: (role: string, call: ActionCall) => Acted): FakeAction => ({
  inputs: inputsOfAction("aws-actions/configure-aws-credentials"),
  run: (call) => {
    if (call.permissions["id-token"] !== "write") {
      return { failure: "Credentials could not be loaded: the job's permissions have no id-token: write" };
    }
    const region = text(call, "aws-region");
    if (!region) return { failure: "Input required and not supplied: aws-region" };
    const { env = {}, ...acted } = assume(text(call, "role-to-assume"), call);
    return { ...acted, env: { AWS_REGION: region, AWS_DEFAULT_REGION: region, ...env } };
  },
});

/** The files of an input of several lines, each a path or a pattern; `as` is below the folder that they share. */
function filesOf(workspace: string, path: string): { readonly file: string; readonly as: string }[] {
  const lines = path
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const found = lines.flatMap((line) => {
    const whole = resolve(workspace, line.replace(/\/$/, ""));
    const stat = statSync(whole, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return below(whole).map((file) => ({ file: join(whole, file), as: file }));
    if (stat) return [{ file: whole, as: basename(whole) }];
    const root = resolve(workspace, line.split(/[*?[{]/)[0]?.replace(/[^/]*$/, "") || ".");
    return below(root)
      .filter((file) => minimatch(join(root, file), resolve(workspace, line)))
      .map((file) => ({ file: join(root, file), as: file }));
  });
  return found;
}

function below(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
}
