import { parse } from 'yaml';
import { z } from 'zod';
import { type Problem } from '../contracts/problem';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be the name of a table or column of Gold');
const columnPath = z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'must be `<table>.<column>`');
const sentence = z.string().min(1);
const byTable = z.record(name, z.array(name));

const measure = z.strictObject({
  /** Unique in the model, and different from names of columns; brackets end a reference. */
  name: z.string().regex(/^[^[\]'"]+$/, 'must not contain brackets or quotation marks'),
  format: z.enum(['whole', 'money', 'share', 'number']),
  description: sentence,
  dax: z.string().min(1),
});

const declaration = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'must consist of letters and digits'),
  description: sentence,
  container: z.string().regex(/^[a-z0-9-]+$/, 'must be a container of the lake'),
  leftOut: z.array(
    z.strictObject({ of: z.string().min(1), because: sentence, instead: z.array(z.string()).optional() }),
  ),
  views: z.record(name, z.strictObject({ of: name, where: z.string().min(1) })),
  calendar: columnPath,
  relationships: z.array(
    z.strictObject({ from: columnPath, to: columnPath, active: z.boolean().default(true) }),
  ),
  unrelated: z.array(z.strictObject({ of: columnPath, because: sentence })),
  hidden: byTable,
  notAdditive: byTable,
  columns: z.record(
    columnPath,
    z.strictObject({
      sortBy: name.optional(),
      category: z.enum(['City', 'Country', 'Latitude', 'Longitude']).optional(),
    }),
  ),
  measures: z.record(name, z.array(measure)),
});

/** Content of power-bi/model.yaml; its comments explain each part. */
export type Declaration = z.infer<typeof declaration>;
export type DeclaredMeasure = z.infer<typeof measure>;
export type DeclaredRelationship = Declaration['relationships'][number];

/** The file with the problems of the declaration. */
export const DECLARATION_FILE = 'power-bi/model.yaml';

export function problem(pointer: string, message: string, remedy: string): Problem {
  return { file: DECLARATION_FILE, pointer, message, remedy };
}

/** @throws Error of the YAML reader, with line and column, for invalid YAML */
export function parseDeclaration(text: string): Declaration | readonly Problem[] {
  const result = declaration.safeParse(parse(text));
  if (result.success) return result.data;
  return result.error.issues.map(({ path, message }) =>
    problem(path.map((step) => `/${String(step)}`).join(''), message, 'see the comments in the file'),
  );
}

/** `fact_order.order_id` → its table and its column. */
export function splitPath(path: string): { readonly table: string; readonly column: string } {
  const dot = path.indexOf('.');
  return { table: path.slice(0, dot), column: path.slice(dot + 1) };
}
