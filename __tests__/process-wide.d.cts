declare const results: Map<string, unknown>;
export = results;
