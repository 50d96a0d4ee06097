// Written by `npm run generate` from schemas/. Change the schema, not this file.

/** The sources of the pipeline. Each has one Event Hub of the same name, and one folder in Bronze. */
export const SOURCES = [
  "iot", // Readings of devices and of weather stations.
  "ecommerce", // Orders of the shop, and clicks of its visitors.
  "customers", // Changes of customers' profiles.
  "logistics", // Steps of shipments, and flown legs.
] as const;

/** The sources that have a simulator. */
export const SIMULATED_SOURCES = ["iot","ecommerce","customers","logistics"] as const;
