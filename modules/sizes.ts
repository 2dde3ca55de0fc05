/** The sizes of a database or a cache in the shared settings. Each cloud has a table that says which machine type a size is. */
export type Size = "small" | "medium" | "large" | "xlarge";
