import { createHash } from "node:crypto";
import { stackTagOf } from "../plan/stack-tag";

/** A resource of a state: one instance of a block. */
export interface StateResource {
  readonly address: string;
  /** Whether it is only looked up, not made. */
  readonly isData: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Names of attributes that are sensitive, or hold something that is. */
  readonly sensitive: readonly string[];
  /** `tainted`, or nothing. */
  readonly status?: string;
}

/** A state as Terraform writes it. It holds secrets: nothing but addresses and names may be printed of it. */
export interface State {
  readonly serial: number;
  readonly lineage: string;
  /** The version of Terraform that wrote it. */
  readonly terraform: string;
  readonly resources: readonly StateResource[];
  /** Values of the outputs, by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The stack that most resources carry as their tag or label; nothing if none has one. */
  readonly stack?: string;
}

interface Written {
  readonly version?: number;
  readonly serial?: number;
  readonly lineage?: string;
  readonly terraform_version?: string;
  readonly resources?: readonly WrittenResource[];
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface WrittenResource {
  readonly module?: string;
  readonly mode?: string;
  readonly type: string;
  readonly name: string;
  readonly instances?: readonly WrittenInstance[];
}

interface WrittenInstance {
  readonly index_key?: string | number;
  readonly deposed?: string;
  readonly status?: string;
  readonly attributes?: Readonly<Record<string, unknown>> | null;
  readonly sensitive_attributes?: readonly (readonly { readonly value?: unknown }[])[];
}

/** The version of the format that Terraform has written since 0.12. */
const format = 4;

/** Reads a state; nothing if the text is none, such as one that was cut. */
export function readState(text: string): State | undefined {
  let written: Written | null;
  try {
    written = JSON.parse(text) as Written | null;
  } catch {
    return undefined;
  }
  if (typeof written !== "object" || written === null) return undefined;
  const { version, serial, lineage, terraform_version: terraform = "unknown", resources, outputs } = written;
  if (version !== format || !lineage || typeof serial !== "number" || !Array.isArray(resources)) return undefined;
  const read = (resources as readonly WrittenResource[]).flatMap(instancesOf);
  const stack = stackOf(read);
  return { serial, lineage, terraform, resources: read, outputs: outputs ?? {}, ...(stack && { stack }) };
}

/** The checksum of a state's text, as Terraform keeps it in the lock table. */
export const md5Of = (text: string): string => createHash("md5").update(text).digest("hex");

/** The resources that the stack makes; what it only looks up is left out. */
export function madeIn({ resources }: State): readonly StateResource[] {
  return resources.filter(({ isData }) => !isData);
}

/**
 * The same state with another serial, everything else to the byte as it was. Numbers of more than 15 digits would not come through
 * JavaScript's own reading and writing.
 */
export function withSerial(text: string, serial: number): string {
  const at = serialIn(text);
  return `${text.slice(0, at.start)}${serial}${text.slice(at.end)}`;
}

/** Where the serial of the state itself is written: that of no nested object. */
function serialIn(text: string): { start: number; end: number } {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [mark] = found;
    if (mark === "{" || mark === "[") depth++;
    else if (mark === "}" || mark === "]") depth--;
    else if (depth === 1 && mark === '"serial"') {
      const value = /\s*:\s*(\d+)/y;
      value.lastIndex = token.lastIndex;
      const [whole, digits] = value.exec(text) ?? [];
      if (whole && digits) {
        const end = token.lastIndex + whole.length;
        return { start: end - digits.length, end };
      }
    }
  }
  throw new Error("expected a state with a serial");
}

function instancesOf({ module, mode, type, name, instances = [] }: WrittenResource): StateResource[] {
  const isData = mode === "data";
  const block = `${module ? `${module}.` : ""}${isData ? "data." : ""}${type}.${name}`;
  return instances.map(({ index_key: key, deposed, status, attributes, sensitive_attributes = [] }) => ({
    address: `${block}${key === undefined ? "" : `[${JSON.stringify(key)}]`}${deposed ? ` (deposed ${deposed})` : ""}`,
    isData,
    attributes: attributes ?? {},
    sensitive: sensitive_attributes.flatMap(([first]) => (typeof first?.value === "string" ? [first.value] : [])),
    ...(status && { status }),
  }));
}

function stackOf(resources: readonly StateResource[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { attributes, isData } of resources) {
    const stack = isData ? undefined : stackTagOf(attributes);
    if (stack) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
