export const services = { api: "ai-prism-api", worker: "ai-prism-worker" };
