import { SluiceError } from '../platform/errors';

/** What can be wrong with an event on its way to a hub, in the order in which faults are drawn. */
const FAULTS = ['duplicate', 'late', 'malformed', 'contractBreaking', 'unknownType', 'oversized'] as const;

export type FaultName = (typeof FAULTS)[number];

/**
 * How often each fault happens, as shares of the honest events, 0 to 1.
 *
 * - `duplicate`: an event comes a second time, byte for byte;
 * - `late`: an event arrives minutes to hours after its own time;
 * - `malformed`: bytes that are no JSON;
 * - `contractBreaking`: an envelope in order around a record that breaks its contract;
 * - `unknownType`: a type that no contract names;
 * - `oversized`: an event larger than landing accepts.
 *
 * Late events are honest ones that take longer. The others come on top, so that no story loses a chapter.
 */
export type Faults = Readonly<Record<FaultName, number>>;

export const NO_FAULTS: Faults = {
  duplicate: 0,
  late: 0,
  malformed: 0,
  contractBreaking: 0,
  unknownType: 0,
  oversized: 0,
};

export const DEFAULT_FAULTS: Faults = {
  duplicate: 0.01,
  late: 0.02,
  malformed: 0.002,
  contractBreaking: 0.005,
  unknownType: 0.001,
  oversized: 0,
};

/**
 * Reads shares such as `duplicate=0.01,late=0.02`; a fault that is not named does not happen. `none` is no fault at
 * all, `default` is {@link DEFAULT_FAULTS}.
 *
 * @throws SluiceError `config_invalid`, naming the part that is wrong.
 */
export function parseFaults(text: string): Faults {
  const trimmed = text.trim();
  if (trimmed === 'none') return NO_FAULTS;
  if (trimmed === 'default') return DEFAULT_FAULTS;
  const shares = new Map<FaultName, number>();
  for (const part of trimmed.split(',')) {
    const [name = '', share = '', ...rest] = part.split('=').map((piece) => piece.trim());
    if (!isFaultName(name)) {
      throw invalid(`"${name}" is not a fault; use ${FAULTS.join(', ')}, or none, or default.`, name);
    }
    if (shares.has(name)) throw invalid(`The fault ${name} is named twice.`, name);
    const value = /^\d*\.?\d+$/.test(share) && rest.length === 0 ? Number(share) : Number.NaN;
    if (!(value >= 0 && value <= 1)) {
      throw invalid(`The fault ${name} needs a share from 0 to 1, such as ${name}=0.01.`, name);
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
