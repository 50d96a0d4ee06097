/** The first comment of every generated module. */
export const GENERATED_NOTICE =
  '// Written by `npm run generate` from schemas/. Change the schema, not this file.';
