/** The sources of the pipeline. Each has one Event Hub of the same name, and one folder in Bronze. */
export const SOURCES = ['iot', 'ecommerce', 'customers', 'logistics'] as const;

export type Source = (typeof SOURCES)[number];

export function isSource(value: string): value is Source {
  return (SOURCES as readonly string[]).includes(value);
}
