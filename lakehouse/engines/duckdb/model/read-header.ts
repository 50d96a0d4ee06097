import Ajv2020 from 'ajv/dist/2020';
import { parseDocument } from 'yaml';
import schema from '../../../model.schema.json';
import { type ModelHeader } from './generated/model-header';
import { toHeaderProblems } from './header-problem';

export type HeaderResult =
  | { readonly outcome: 'read'; readonly header: ModelHeader }
  /** `problems` are `<field>: <words>`; `cause` is the error of the YAML reader. */
  | { readonly outcome: 'refused'; readonly problems: readonly string[]; readonly cause?: Error };

// The schema's conditions refer to fields whose types another part of it declares.
const validate = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false }).compile<ModelHeader>(
  schema,
);

/** Reads the YAML header of a model file by lakehouse/model.schema.json. */
export function readHeader(yaml: string): HeaderResult {
  const document = parseDocument(yaml);
  const [cause] = document.errors;
  if (cause !== undefined)
    return { outcome: 'refused', problems: [`the YAML is not well-formed: ${cause.message}`], cause };
  return checkHeader(document.toJS());
}

/** Validates the header against the schema. */
export function checkHeader(header: unknown): HeaderResult {
  if (validate(header)) return { outcome: 'read', header };
  return { outcome: 'refused', problems: toHeaderProblems(validate.errors ?? [], header) };
}
