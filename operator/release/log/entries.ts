import { z } from "zod";
import { operator, phase, plan, type requirements, sample, type status, summary, texts, time, values } from "./parts";

/** The entries of a release's log. Plain data without secrets: everybody who may read the state bucket reads them. */

const body = z.discriminatedUnion("type", [
  z.object({ type: z.literal("claim"), plan }),
  z.object({
    type: z.literal("intent"),
    phase,
    percent: z.number().optional(),
    step: z.number().optional(),
    /** What the apply is to leave in the state. */
    values: values.optional(),
    task: z.string().optional(),
    startedBy: z.string().optional(),
    reason: z.string().optional(),
    /** Of a way back: whether the release failed or a person ended it. */
    because: z.enum(["failed", "person"]).optional(),
  }),
  z.object({ type: z.literal("task"), id: z.string() }),
  z.object({
    type: z.literal("done"),
    phase,
    seen: texts,
    exitCode: z.number().optional(),
    skippedBy: z.string().optional(),
  }),
  z.object({ type: z.literal("sample"), ...sample.shape }),
  z.object({ type: z.literal("request"), ask: z.enum(["abort", "promote"]), reason: z.string().optional() }),
  /** Another process goes on with a release whose operator is gone. */
  z.object({ type: z.literal("taken"), to: z.string() }),
  /** The process still works on what its last intent announced, which takes longer than that said. */
  z.object({ type: z.literal("alive") }),
  z.object({ type: z.literal("final"), summary }),
]);

const frame = z.object({ version: z.literal(1), n: z.number(), at: time, until: time, by: operator });

export const entrySchema = z.intersection(frame, body);
export type Entry = z.infer<typeof frame> & Body;
export type Body = z.infer<typeof body>;
export type EntryOf<Type extends Body["type"]> = Extract<Entry, { type: Type }>;
/** The process that runs a release. */
export type Operator = z.infer<typeof operator>;
/** What is decided before a release begins. */
export type Plan = z.infer<typeof plan>;
export type Phase = z.infer<typeof phase>;
export type Status = z.infer<typeof status>;
export type Requirement = (typeof requirements)[number];
export type LoggedSample = z.infer<typeof sample>;
/** What history shows of a release; the last entry of a release holds it, so that history reads one entry of each. */
export type Summary = z.infer<typeof summary>;
