import { z } from "zod";

const count = z.int().min(0);

/** What `npm run scans -- --out` keeps, as far as it is judged again. */
const schema = z.object({
  at: z.iso.datetime(),
  image: z.string().optional(),
  commit: z.string().optional(),
  counts: z.object({ critical: count, high: count, medium: count, low: count }),
  unrated: count,
});

/** The sum of scans, of which build, and when. */
export type KeptScan = Readonly<z.infer<typeof schema>>;

/** Whether a record can be read as a {@link KeptScan}; else the first mistake. */
export const readRecord = (data: unknown): z.ZodSafeParseResult<KeptScan> => schema.safeParse(data);
