import { types } from 'rhea';

/** A performative of rhea: its descriptor's class and its fields in order, cut behind the last that was set. */
export interface Performative {
  readonly value: unknown[];
  readonly constructor: { readonly descriptor?: { readonly numeric: number } };
}

/** Number of fields by descriptor, AMQP 1.0 part 2, section 2.7. */
const FIELDS: Readonly<Record<number, number>> = {
  0x10: 10, // open
  0x11: 8, // begin
  0x12: 14, // attach
  0x13: 11, // flow
  0x14: 11, // transfer
  0x15: 6, // disposition
  0x16: 3, // detach
};

const BEGIN = 0x11;
const HANDLE_MAX = 4;
/** Highest handle, as Azure announces it. */
const MAX_HANDLE = 255;

/**
 * Adds the trailing fields that rhea leaves out. They may be left out by the standard, but Python's client reads fields by their
 * index and fails if one is missing.
 */
export function completeFrame(performative: Performative): void {
  const code = performative.constructor.descriptor?.numeric ?? 0;
  const count = FIELDS[code] ?? 0;
  const { value } = performative;
  for (let index = 0; index < count; index += 1) value[index] ??= null;
  if (code === BEGIN) value[HANDLE_MAX] ??= types.wrap_uint(MAX_HANDLE);
}
