import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { app } from '../shared/built';

/** The result of a peer for the bytes of one event. */
export interface Validated {
  readonly event: unknown;
  readonly contract: string | undefined;
  /** Reason for a rejection. */
  readonly problem: string | undefined;
}

export type Validation = (body: Buffer) => Validated;

/** The part of CloudEvents 1.0 that every event must fit; peers get it as one schema with the contract. */
const ENVELOPE = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', minLength: 1 },
    source: { type: 'string', format: 'uri-reference', minLength: 1 },
    type: { type: 'string', minLength: 1 },
    dataschema: { type: 'string', format: 'uri' },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { type: 'string' },
    partitionkey: { type: 'string', minLength: 1 },
  },
} as const;

/** Ajv with ajv-formats, with schemas compiled at the start of the process. */
export function createAjvValidation(): Validation {
  const ajv = new Ajv2020();
  addFormats(ajv);
  ajv.addKeyword('x-contract');
  const validators = new Map(
    app
      .createRegistry()
      .all()
      .map(({ type, schema }) => [
        type,
        ajv.compile({ ...ENVELOPE, properties: { ...ENVELOPE.properties, data: schema } }),
      ]),
  );
  return createValidation((type, event) => {
    const validate = validators.get(type);
    if (validate === undefined) return 'unknown type';
    return validate(event) ? undefined : ajv.errorsText(validate.errors);
  });
}

function createValidation(check: (type: string, event: unknown) => string | undefined): Validation {
  return (body) => {
    let event: unknown;
    try {
      event = JSON.parse(body.toString());
    } catch (error) {
      return { event: undefined, contract: undefined, problem: (error as SyntaxError).message };
    }
    const { type } = event as { readonly type?: unknown };
    if (typeof type !== 'string') return { event, contract: undefined, problem: 'no type' };
    return { event, contract: type, problem: check(type, event) };
  };
}
