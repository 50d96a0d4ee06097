import { SluiceError } from '../platform/errors';

/** Faults of simulated events, in the order in which they are drawn. */
const FAULTS = [
  'duplicate',
  'late',
  'malformed',
  'contractBreaking',
  'unknownType',
  'oversized',
  'contradicting',
] as const;

export type FaultName = (typeof FAULTS)[number];

/**
 * Shares of faults among all valid events, 0 to 1.
 *
 * - `duplicate`: an event arrives twice, byte for byte;
 * - `late`: an event arrives minutes to hours after its own time;
 * - `malformed`: bytes that are not JSON;
 * - `contractBreaking`: a valid envelope with a record that breaks its contract;
 * - `unknownType`: a type without a contract;
 * - `oversized`: an event larger than landing accepts;
 * - `contradicting`: a valid order, click or shipment of a customer, product or tracker that nobody knows. Landing accepts
 *   it, and quality checks warn.
 *
 * Late events are valid events with a delay; a sign-up, or the cart of a visit that orders, is never late. The other faults
 * come in addition, so that no scenario loses an event.
 */
export type Faults = Readonly<Record<FaultName, number>>;

export const NO_FAULTS: Faults = {
  duplicate: 0,
  late: 0,
  malformed: 0,
  contractBreaking: 0,
  unknownType: 0,
  oversized: 0,
  contradicting: 0,
};

export const DEFAULT_FAULTS: Faults = {
  duplicate: 0.01,
  late: 0.02,
  malformed: 0.002,
  contractBreaking: 0.005,
  unknownType: 0.001,
  oversized: 0,
  contradicting: 0,
};

/**
 * Parses shares such as `duplicate=0.01,late=0.02`. Faults without a share do not occur. `none` means no
 * faults, `default` means {@link DEFAULT_FAULTS}.
 *
 * @throws SluiceError `config_invalid`, with the invalid part in its message
 */
export function parseFaults(text: string): Faults {
  const trimmed = text.trim();
  if (trimmed === 'none') return NO_FAULTS;
  if (trimmed === 'default') return DEFAULT_FAULTS;
  const shares = new Map<FaultName, number>();
  for (const part of trimmed.split(',')) {
    const [name = '', share = '', ...rest] = part.split('=').map((text) => text.trim());
    if (!isFaultName(name)) {
      throw invalid(`"${name}" is not a fault; use ${FAULTS.join(', ')}, none or default.`, name);
    }
    if (shares.has(name)) throw invalid(`The fault ${name} is given twice; give it once.`, name);
    const value = /^\d*\.?\d+$/.test(share) && rest.length === 0 ? Number(share) : Number.NaN;
    if (!(value >= 0 && value <= 1)) {
      throw invalid(`The fault ${name} needs a share from 0 to 1, as ${name}=0.01.`, name);
    }
    shares.set(name, value);
  }
  return { ...NO_FAULTS, ...Object.fromEntries(shares) };
}

function isFaultName(name: string): name is FaultName {
  return (FAULTS as readonly string[]).includes(name);
}

function invalid(message: string, field: string): SluiceError {
  return new SluiceError('config_invalid', message, { kind: 'misuse', data: { field } });
}
